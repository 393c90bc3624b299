import pytest

from bartizan.identity.settings import IdentitySettings
from bartizan.identity.throttle import FORGOTTEN_AFTER, Throttle, hold


@pytest.fixture
def throttle(clock):
    settings = IdentitySettings(account_tries=2, address_tries=4, longest_wait_seconds=60)
    return Throttle(settings, clock)


async def fail(throttle, database, subjects):
    async with database.transaction() as connection:
        await hold(connection, subjects)
        return await throttle.count(connection, subjects)


async def wait(throttle, database, subjects):
    async with database.reading() as connection:
        return await throttle.wait(connection, subjects)


async def test_the_wait_doubles_up_to_the_longest(throttle, database):
    ana = throttle.subjects("ana", None)
    waits = [await fail(throttle, database, ana) for _ in range(12)]
    assert waits == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]


async def test_the_wait_runs_out(throttle, database, clock):
    ana = throttle.subjects("ana", None)
    for _ in range(3):
        await fail(throttle, database, ana)
    assert await wait(throttle, database, ana) == 2
    clock.advance(1.5)
    assert await wait(throttle, database, ana) == 0.5
    clock.advance(0.5)
    assert await wait(throttle, database, ana) == 0


async def test_accounts_and_addresses_count_apart(throttle, database):
    for name in ("ana", "bob", "eve", "joe"):
        await fail(throttle, database, throttle.subjects(name, "192.0.2.7"))
    assert await wait(throttle, database, throttle.subjects("new", "192.0.2.7")) == 1
    assert await wait(throttle, database, throttle.subjects("ana", "198.51.100.1")) == 0


async def test_failures_are_forgotten_after_an_hour_of_peace(throttle, database, clock):
    ana = throttle.subjects("ana", None)
    for _ in range(6):
        await fail(throttle, database, ana)
    clock.advance(FORGOTTEN_AFTER.total_seconds())
    assert await fail(throttle, database, ana) == 0


async def test_forgiving_clears_the_account_and_not_the_address(throttle, database):
    both = throttle.subjects("ana", "192.0.2.7")
    for _ in range(4):
        await fail(throttle, database, both)
    async with database.transaction() as connection:
        await throttle.forgive(connection, "ana")
    assert await wait(throttle, database, throttle.subjects("ana", None)) == 0
    assert await wait(throttle, database, both) > 0


async def test_what_was_typed_as_a_name_is_not_kept(throttle):
    (account,) = throttle.subjects("correct-horse", None)
    assert "correct" not in account.name
    assert len(account.name) <= 80


async def test_processes_see_each_others_counts(throttle, database, clock):
    settings = IdentitySettings(account_tries=2)
    ana = throttle.subjects("ana", None)
    await fail(throttle, database, ana)
    assert await fail(Throttle(settings, clock), database, ana) == 1
