import asyncio

from bartizan.base.clock import ManualClock, SystemClock
from bartizan.server.health import HealthChecks, Status
from bartizan.storage.errors import DatabaseAwayError


async def fine() -> str:
    return "4 tables"


async def away() -> str:
    raise DatabaseAwayError("The database does not answer.")


async def broken() -> str:
    raise RuntimeError("secret internals")


async def test_all_parts_fine_is_fine():
    seen = await HealthChecks({"database": fine}, SystemClock()).look()
    assert seen.status is Status.OK
    assert seen.checks[0].detail == "4 tables"


async def test_one_failing_part_fails_the_whole_and_says_why():
    seen = await HealthChecks({"a": fine, "b": away, "c": broken}, SystemClock()).look()
    assert seen.status is Status.FAILING
    assert [one.status.value for one in seen.checks] == ["ok", "failing", "failing"]
    assert seen.checks[1].detail == "The database does not answer."
    assert "secret" not in seen.checks[2].detail


async def test_asking_often_looks_once_a_second():
    looks = 0

    async def counted() -> str:
        nonlocal looks
        looks += 1
        return "ok"

    clock = ManualClock()
    checks = HealthChecks({"a": counted}, clock)
    await asyncio.gather(*(checks.look() for _ in range(10)))
    assert looks == 1
    clock.advance(2)
    await checks.look()
    assert looks == 2
