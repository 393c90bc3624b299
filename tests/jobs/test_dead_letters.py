from datetime import timedelta

import pytest

from bartizan.base.clock import ManualClock
from bartizan.jobs import repository
from bartizan.jobs.job import Failure
from bartizan.jobs.service import Jobs

DAY = timedelta(days=1)


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def jobs(clock):
    return Jobs(clock)


async def _take(connection, clock):
    return await repository.lease(
        connection, ["t"], "me", now=clock.now(), until=clock.now() + DAY, limit=10
    )


@pytest.fixture
async def buried(database, jobs, clock):
    """Two jobs that were given up, one after the other."""
    ids = []
    for number in (1, 2):
        async with database.transaction() as connection:
            await jobs.enqueue(connection, "t", {"n": number}, key=str(number), priority=number)
            (job,) = await _take(connection, clock)
            await repository.bury(connection, [Failure(job, "hopeless")], "me", clock.now())
        clock.advance(1)
        ids.append(job.id)
    return ids


async def test_the_dead_are_listed_with_why(database, jobs, buried):
    async with database.reading() as connection:
        letters = await jobs.dead(connection)
        assert [letter.id for letter in letters] == buried[::-1]
        assert [letter.id for letter in await jobs.dead(connection, limit=1, offset=1)] == [
            buried[0]
        ]
    newest = letters[0]
    assert (newest.task, newest.arguments, newest.key, newest.attempts) == ("t", {"n": 2}, "2", 1)
    assert [(e["attempt"], e["error"]) for e in newest.errors] == [(1, "hopeless")]


async def test_the_dead_are_not_leased(database, clock, buried):
    clock.advance(10 * 86_400)
    async with database.transaction() as connection:
        assert await _take(connection, clock) == []


async def test_a_replayed_letter_has_all_its_attempts_and_its_history(
    database, jobs, clock, buried
):
    async with database.transaction() as connection:
        assert await jobs.replay(connection, [buried[0], "unknown"]) == 1
        assert await jobs.replay(connection, [buried[0]]) == 0
        (job,) = await _take(connection, clock)
        assert [letter.id for letter in await jobs.dead(connection)] == [buried[1]]
    assert (job.id, job.arguments, job.key, job.attempt) == (buried[0], {"n": 1}, "1", 1)
    assert [entry["error"] for entry in job.errors] == ["hopeless"]


async def test_the_key_of_a_dead_job_stays_taken_until_it_is_discarded(
    database, jobs, clock, buried
):
    async with database.transaction() as connection:
        clock.advance(100 * 86_400)
        await jobs.forget_keys(connection)
        assert not await jobs.enqueue(connection, "t", {}, key="1")
        assert await jobs.discard(connection, buried) == 2
        clock.advance(100 * 86_400)
        assert await jobs.forget_keys(connection) == 2
        assert await jobs.enqueue(connection, "t", {}, key="1")
