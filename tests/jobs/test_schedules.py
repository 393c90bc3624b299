import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.base.clock import ManualClock, SystemClock
from bartizan.jobs import repository
from bartizan.jobs.errors import ScheduleError
from bartizan.jobs.schedules import Schedule, Scheduler
from bartizan.jobs.service import Jobs

HOURLY = Schedule("prune", "mail.prune", 3600, arguments={"deep": True})


async def _queued(database, task="mail.prune"):
    horizon = datetime(2100, 1, 1, tzinfo=UTC)
    async with database.transaction() as connection:
        return await repository.lease(
            connection, [task], "me", now=horizon, until=horizon, limit=1000
        )


def _scheduler(database, clock, *plan):
    return Scheduler(database, Jobs(clock), clock, plan or (HOURLY,))


async def test_each_slot_queues_one_job(database):
    clock = ManualClock(datetime(2026, 1, 1, 0, 30, tzinfo=UTC))
    scheduler = _scheduler(database, clock)
    await scheduler.register()
    assert await scheduler.fire() == 0
    clock.advance(1800)
    assert await scheduler.fire() == 1
    assert await scheduler.fire() == 0
    clock.advance(3600)
    assert await scheduler.fire() == 1
    keys = [job.key for job in await _queued(database)]
    assert keys == ["prune@2026-01-01T01:00:00+00:00", "prune@2026-01-01T02:00:00+00:00"]
    assert (await _queued(database))[0].arguments == {"deep": True}


async def test_missed_slots_are_made_up_for_by_one_job(database):
    clock = ManualClock()
    scheduler = _scheduler(database, clock)
    await scheduler.register()
    clock.advance(86_400)
    assert await scheduler.fire() == 1
    assert len(await _queued(database)) == 1


async def test_many_processes_fire_a_slot_once(database):
    clock = ManualClock()
    schedulers = [_scheduler(database, clock) for _ in range(6)]
    for _ in range(3):
        await asyncio.gather(*[scheduler.register() for scheduler in schedulers])
        clock.advance(3600)
        fired = await asyncio.gather(*[scheduler.fire() for scheduler in schedulers])
        assert sum(fired) == 1
    assert len(await _queued(database)) == 3


async def test_a_changed_period_starts_anew_and_an_unchanged_one_goes_on(database):
    clock = ManualClock()
    await _scheduler(database, clock).register()
    clock.advance(3600)
    await _scheduler(database, clock).register()
    assert await _scheduler(database, clock).fire() == 1
    daily = _scheduler(database, clock, Schedule("prune", "mail.prune", 86_400))
    await daily.register()
    clock.advance(3 * 3600)
    assert await daily.fire() == 0


async def test_a_loop_fires_and_stops(database):
    clock, stop = SystemClock(), asyncio.Event()
    scheduler = _scheduler(database, clock, Schedule("tick", "mail.prune", 0.3))
    async with asyncio.TaskGroup() as group:
        group.create_task(scheduler.run(stop))
        async with asyncio.timeout(10):
            while len(await _queued(database)) < 2:
                await asyncio.sleep(0.05)
        stop.set()


@given(
    st.floats(min_value=0.5, max_value=1e6),
    st.floats(min_value=0, max_value=1e6),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
)
def test_now_lies_in_its_slot(every, offset, now):
    schedule = Schedule("s", "t", every, offset)
    rounding = timedelta(microseconds=50)
    assert schedule.slot(now) - rounding <= now <= schedule.next_after(now) + rounding


def test_slots_do_not_depend_on_the_start():
    daily = Schedule("s", "t", 86_400, offset=3 * 3600)
    assert daily.slot(datetime(2026, 5, 2, 2, 59, tzinfo=UTC)) == datetime(
        2026, 5, 1, 3, tzinfo=UTC
    )
    assert daily.next_after(datetime(2026, 5, 2, 3, 0, tzinfo=UTC)) == datetime(
        2026, 5, 3, 3, tzinfo=UTC
    )


@pytest.mark.parametrize("plan", [(HOURLY, HOURLY), (Schedule("s", "t", 0),)])
def test_a_senseless_plan_is_refused(sqlite, plan):
    clock = ManualClock()
    with pytest.raises(ScheduleError):
        Scheduler(sqlite, Jobs(clock), clock, plan)
