from datetime import timedelta

import pytest

from bartizan.base.clock import ManualClock
from bartizan.jobs.job import Figures, NewJob
from bartizan.jobs.service import Jobs
from bartizan.jobs.settings import JobsSettings
from bartizan.storage.outbox import announce


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def jobs(clock):
    return Jobs(clock, JobsSettings(key_retention_days=1))


async def test_a_key_queues_work_once_per_task(database, jobs):
    async with database.transaction() as connection:
        assert await jobs.enqueue(connection, "mail.judge", {"n": 1}, key="k")
        assert not await jobs.enqueue(connection, "mail.judge", {"n": 2}, key="k")
        assert await jobs.enqueue(connection, "mail.deliver", {"n": 3}, key="k")
        assert await jobs.enqueue(connection, "mail.judge", {"n": 4})
        assert await jobs.enqueue(connection, "mail.judge", {"n": 4})
        assert (await jobs.figures(connection)).waiting == 4


async def test_many_are_queued_without_those_already_known(database, jobs):
    async with database.transaction() as connection:
        await jobs.enqueue(connection, "t", {}, key="3")
        wanted = [NewJob("t", {"n": n}, key=str(n % 5)) for n in range(10)]
        assert await jobs.enqueue_many(connection, wanted) == 4
        assert await jobs.enqueue_many(connection, []) == 0
        assert (await jobs.figures(connection)).waiting == 5


async def test_work_of_a_failed_transaction_was_never_asked_for(database, jobs):
    with pytest.raises(RuntimeError):
        async with database.transaction() as connection:
            await jobs.enqueue(connection, "t", {}, key="k")
            raise RuntimeError
    async with database.transaction() as connection:
        assert await jobs.enqueue(connection, "t", {}, key="k")


async def test_figures_tell_how_long_things_wait(database, jobs, clock):
    async with database.transaction() as connection:
        await jobs.enqueue(connection, "t", {})
        await jobs.enqueue(connection, "t", {}, run_at=clock.now() + timedelta(hours=1))
        await announce(connection, "a.b.c", "x", {})
    clock.advance(30)
    async with database.reading() as connection:
        figures = await jobs.figures(connection)
    assert figures == Figures(
        waiting=1,
        running=0,
        dead=0,
        oldest_waiting=30.0,
        outbox=1,
        oldest_outbox=figures.oldest_outbox,
    )
