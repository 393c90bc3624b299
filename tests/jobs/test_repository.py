from datetime import timedelta

import pytest

from bartizan.base.clock import ManualClock
from bartizan.jobs import repository
from bartizan.jobs.job import Failure, NewJob

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    return ManualClock()


async def _queue(database, clock, *jobs):
    async with database.transaction() as connection:
        return await repository.insert(connection, jobs, clock.now())


async def _lease(database, clock, owner="a", limit=100, tasks=("t",)):
    async with database.transaction() as connection:
        return await repository.lease(
            connection, tasks, owner, now=clock.now(), until=clock.now() + MINUTE, limit=limit
        )


async def test_the_urgent_go_first_then_those_that_waited_longest(database, clock):
    early, now = clock.now() - MINUTE, clock.now()
    await _queue(
        database,
        clock,
        NewJob("t", {"n": "late"}, run_at=now),
        NewJob("t", {"n": "early"}, run_at=early),
        NewJob("t", {"n": "urgent"}, priority=5),
        NewJob("t", {"n": "idle"}, run_at=early, priority=-1),
        NewJob("t", {"n": "future"}, run_at=now + MINUTE, priority=9),
    )
    first = await _lease(database, clock, limit=2)
    second = await _lease(database, clock)
    assert [job.arguments["n"] for job in first] == ["urgent", "early"]
    assert [job.arguments["n"] for job in second] == ["late", "idle"]


async def test_only_known_tasks_are_taken(database, clock):
    await _queue(database, clock, NewJob("other", {}))
    assert await _lease(database, clock) == []
    async with database.reading() as connection:
        assert await repository.next_due(connection, ["t"]) is None
        assert await repository.next_due(connection, ["other"]) == clock.now()


async def test_a_leased_job_is_anothers_only_after_its_lease(database, clock):
    await _queue(database, clock, NewJob("t", {"n": 1}))
    (job,) = await _lease(database, clock, "a")
    assert await _lease(database, clock, "b") == []
    clock.advance(61)
    (again,) = await _lease(database, clock, "b")
    assert (again.id, job.attempt, again.attempt) == (job.id, 1, 2)


async def test_an_extended_lease_holds_and_only_its_owner_can_extend_it(database, clock):
    await _queue(database, clock, NewJob("t", {}))
    (job,) = await _lease(database, clock, "a")
    clock.advance(50)
    async with database.transaction() as connection:
        await repository.extend(connection, [job.id], "a", clock.now() + MINUTE)
        await repository.extend(connection, [job.id], "b", clock.now() - MINUTE)
    clock.advance(50)
    assert await _lease(database, clock, "b") == []


async def test_one_who_lost_its_lease_has_no_say_any_more(database, clock):
    await _queue(database, clock, NewJob("t", {}, key="k"))
    (job,) = await _lease(database, clock, "a")
    clock.advance(61)
    await _lease(database, clock, "b")
    lost = Failure(job, "too late", clock.now())
    async with database.transaction() as connection:
        await repository.finish(connection, [job], "a", clock.now())
        await repository.retry(connection, [lost], "a", clock.now())
        await repository.bury(connection, [lost], "a", clock.now())
        await repository.release(connection, [job], "a", clock.now())
    clock.advance(61)
    (still,) = await _lease(database, clock, "c")
    assert (still.id, still.attempt, list(still.errors)) == (job.id, 3, [])


async def test_a_released_job_was_never_tried(database, clock):
    await _queue(database, clock, NewJob("t", {}))
    (job,) = await _lease(database, clock)
    async with database.transaction() as connection:
        await repository.release(connection, [job], "a", clock.now())
    (again,) = await _lease(database, clock, "b")
    assert again.attempt == 1


async def test_a_failed_job_waits_and_remembers(database, clock):
    await _queue(database, clock, NewJob("t", {}))
    for attempt in (1, 2):
        (job,) = await _lease(database, clock)
        async with database.transaction() as connection:
            failure = Failure(job, f"failure {attempt}", clock.now() + MINUTE)
            await repository.retry(connection, [failure], "a", clock.now())
        assert await _lease(database, clock) == []
        clock.advance(60)
    (job,) = await _lease(database, clock)
    assert [(e["attempt"], e["error"]) for e in job.errors] == [(1, "failure 1"), (2, "failure 2")]


async def test_a_key_is_known_until_its_retention_ends(database, clock):
    job = NewJob("t", {}, key="k")
    await _queue(database, clock, job)
    (taken,) = await _lease(database, clock)
    async with database.transaction() as connection:
        await repository.finish(connection, [taken], "a", clock.now() + MINUTE)
        assert await repository.forget_keys(connection, clock.now()) == 0
    assert await _queue(database, clock, job) == []
    async with database.transaction() as connection:
        assert await repository.forget_keys(connection, clock.now() + MINUTE) == 1
    assert len(await _queue(database, clock, job)) == 1


async def test_two_workers_never_take_the_same_job(database, clock):
    import asyncio

    await _queue(database, clock, *[NewJob("t", {"n": n}) for n in range(60)])
    taken = await asyncio.gather(*[_lease(database, clock, f"w{n}", limit=10) for n in range(8)])
    ids = [job.id for jobs in taken for job in jobs]
    assert len(ids) == len(set(ids)) == 60
