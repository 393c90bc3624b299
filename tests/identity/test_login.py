import asyncio

import pytest

from bartizan.audit.public import Outcome
from bartizan.base.errors import ThrottledError
from bartizan.identity.caller import Caller
from bartizan.identity.errors import BadCredentialsError
from bartizan.identity.login import Login
from bartizan.identity.passwords import PasswordHashing
from bartizan.identity.repository import users
from bartizan.identity.schemas import UserChange
from bartizan.identity.throttle import Throttle

ACTION = "identity:session:create"
HERE = Caller(address="192.0.2.7")


@pytest.fixture
def login(ground, hashing, settings, clock):
    return Login(ground, hashing, Throttle(settings, clock))


@pytest.fixture
def attempt(login):
    async def attempt(username, password, caller=HERE):
        async with login.admitted(username, password, ACTION, caller) as (_, user):
            return user

    return attempt


async def fail(attempt, username="admin", times=1, caller=HERE):
    for _ in range(times):
        with pytest.raises(BadCredentialsError):
            await attempt(username, "not the password", caller)


async def test_the_right_password_admits_whatever_the_case_of_the_name(attempt, admin, password):
    assert (await attempt("AdMiN", password)).id == admin.id


async def test_unknown_wrong_and_disabled_are_one_error(
    attempt, identity, as_admin, add_user, password
):
    ana = await add_user("ana", "viewer")
    await identity.users.change(ana.id, UserChange(disabled=True), as_admin)
    said = set()
    for username, tried in (("nobody", "x"), ("admin", "x"), ("ana", password), ("\0 '", "x")):
        with pytest.raises(BadCredentialsError) as refused:
            await attempt(username, tried)
        said.add((refused.value.detail, str(refused.value.facts)))
    assert len(said) == 1


async def test_an_account_must_wait_ever_longer_but_never_for_ever(
    attempt, admin, clock, password, settings
):
    await fail(attempt, times=settings.account_tries)
    for seconds in (1, 2, 4, 8):
        with pytest.raises(ThrottledError) as refused:
            await attempt("admin", password, Caller(address="198.51.100.1"))
        assert refused.value.facts["retry_after"] == seconds
        clock.advance(seconds)
        await fail(attempt)
    clock.advance(settings.longest_wait_seconds)
    assert await attempt("admin", password)


async def test_a_success_ends_the_accounts_wait(attempt, admin, clock, password, settings):
    await fail(attempt, times=settings.account_tries)
    clock.advance(1)
    assert await attempt("admin", password)
    await fail(attempt, times=settings.account_tries - 1)
    assert await attempt("admin", password)


async def test_an_unknown_account_is_slowed_down_like_a_known_one(attempt, admin, settings):
    await fail(attempt, "nobody", times=settings.account_tries)
    with pytest.raises(ThrottledError):
        await attempt("nobody", "x")


async def test_an_address_that_tries_many_accounts_must_wait(attempt, admin, password, settings):
    for number in range(settings.address_tries):
        await fail(attempt, f"user{number}")
    with pytest.raises(ThrottledError):
        await attempt("admin", password)
    assert await attempt("admin", password, Caller(address="198.51.100.1"))


async def test_ones_own_success_does_not_wash_the_address(
    attempt, add_user, admin, clock, password, settings
):
    await add_user("mallory", "viewer")
    for number in range(settings.address_tries - 1):
        await fail(attempt, f"user{number}")
    await attempt("mallory", password)
    await fail(attempt, "one-more")
    with pytest.raises(ThrottledError):
        await attempt("admin", password)


async def test_a_burst_of_guesses_is_answered_no_more_often_than_the_free_tries(
    attempt, admin, settings
):
    answers = await asyncio.gather(
        *(attempt("admin", f"guess {number}") for number in range(12)), return_exceptions=True
    )
    told = [one for one in answers if isinstance(one, BadCredentialsError)]
    waits = [one for one in answers if isinstance(one, ThrottledError)]
    assert (len(told), len(waits)) == (settings.account_tries, 12 - settings.account_tries)


async def test_a_right_guess_that_ends_while_the_account_waits_is_not_told(
    attempt, ground, clock, admin, password, settings
):
    class Overtaken(PasswordHashing):
        async def verify(self, stored, tried):
            match = await super().verify(stored, tried)
            await fail(attempt, times=settings.account_tries)
            return match

    pool = Overtaken()
    slow = Login(ground, pool, Throttle(settings, clock))
    with pytest.raises(ThrottledError):
        async with slow.admitted("admin", password, ACTION, HERE):
            pytest.fail("admitted while the account had to wait")
    pool.close()


async def test_many_may_sign_in_to_one_account_at_once(attempt, admin, password):
    assert len(await asyncio.gather(*(attempt("admin", password) for _ in range(8)))) == 8


async def test_a_failure_is_in_the_ledger_without_what_was_typed(attempt, admin, entries):
    with pytest.raises(BadCredentialsError):
        await attempt("admin", "hunter2-hunter2")
    with pytest.raises(BadCredentialsError):
        await attempt("hunter2-as-a-name", "x")
    unknown, known = await entries(ACTION)
    assert (known.outcome, known.object) == (Outcome.FAILED, f"user:{admin.id}")
    assert set(known.commitments) == {"address", "username"}
    assert unknown.object == "user:unknown"
    assert b"hunter2" not in known.canonical + unknown.canonical
    assert b"192.0.2.7" not in known.canonical + unknown.canonical


async def test_what_the_caller_does_is_undone_with_the_login(login, database, admin, password):
    with pytest.raises(RuntimeError):
        async with login.admitted("admin", password, ACTION, HERE) as (connection, user):
            await users.change(connection, user.id, {"display_name": "Changed"})
            raise RuntimeError
    async with database.reading() as connection:
        assert (await users.by_id(connection, admin.id)).display_name == "Administrator"


async def test_an_outdated_hash_is_replaced(attempt, database, admin, password):
    weak = PasswordHashing(memory_kib=1024)
    old = await weak.hash(password)
    weak.close()
    async with database.transaction() as connection:
        await users.change(connection, admin.id, {"password_hash": old})
    await attempt("admin", password)
    async with database.reading() as connection:
        new = (await users.by_id(connection, admin.id)).password_hash
    assert "m=19456,t=2,p=1" in new
    assert await attempt("admin", password)


async def test_a_password_changed_meanwhile_does_not_admit(login, ground, clock, admin, password):
    class Changing(PasswordHashing):
        async def verify(self, stored, tried):
            match = await super().verify(stored, tried)
            clock.advance(1)
            async with ground.database.transaction() as connection:
                await users.change(connection, admin.id, {"password_changed_at": clock.now()})
            return match

    pool = Changing()
    slow = Login(ground, pool, Throttle(ground.settings, clock))
    with pytest.raises(BadCredentialsError):
        async with slow.admitted("admin", password, ACTION, HERE):
            pytest.fail("admitted with a password that is not valid any more")
    pool.close()
