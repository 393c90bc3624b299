from dataclasses import replace
from datetime import timedelta

from bartizan.identity.repository import failures
from bartizan.identity.repository.failures import Failures


async def test_state_is_kept_replaced_and_forgotten(database, clock):
    now = clock.now()
    one = Failures("account:a", 1, now, now)
    other = Failures("address:b", 7, now + timedelta(seconds=5), now + timedelta(seconds=9))
    async with database.transaction() as connection:
        await failures.keep(connection, one)
        await failures.keep(connection, other)
        await failures.keep(connection, replace(one, failures=2))
        found = await failures.of(connection, ["account:a", "address:b", "address:c"])
        assert found == {"account:a": replace(one, failures=2), "address:b": other}
        assert await failures.forget_before(connection, now + timedelta(seconds=1)) == 1
        await failures.forget(connection, "address:b")
        assert await failures.of(connection, ["account:a", "address:b"]) == {}
