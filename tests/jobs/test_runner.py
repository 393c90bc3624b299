import asyncio
import subprocess
import sys

import pytest
import sqlalchemy as sa

from bartizan.base.clock import SystemClock
from bartizan.jobs.errors import Permanent
from bartizan.jobs.job import NewJob, Task
from bartizan.jobs.runner import Runner
from bartizan.jobs.service import Jobs
from bartizan.jobs.settings import JobsSettings
from bartizan.storage.schema import metadata

CLOCK = SystemClock()
JOBS = Jobs(CLOCK)
QUICK = {"lease_seconds": 1.0, "backoff_seconds": 0.01, "drain_seconds": 2.0}

own = sa.MetaData()
effects = sa.Table("effects", own, sa.Column("job", sa.String(36)))


async def _queue(database, count, task="t", **facts):
    async with database.transaction() as connection:
        jobs = [NewJob(task, {"n": n}, **facts) for n in range(count)]
        await JOBS.enqueue_many(connection, jobs)


async def _figures(database):
    async with database.reading() as connection:
        return await JOBS.figures(connection)


async def _until_idle(database, *tasks, seconds=20, **settings):
    """Run until nothing waits, runs or is to be retried."""
    stop = asyncio.Event()
    runner = Runner(
        database, JOBS, CLOCK, {task.name: task for task in tasks}, JobsSettings(**QUICK | settings)
    )
    queue = metadata.tables["jobs_queue"]
    async with asyncio.TaskGroup() as group, asyncio.timeout(seconds):
        group.create_task(runner.run(stop))
        left = 1
        while left:
            await asyncio.sleep(0.02)
            async with database.reading() as connection:
                left = await connection.scalar(sa.select(sa.func.count()).select_from(queue))
        stop.set()


async def test_every_job_is_done_once_when_nothing_goes_wrong(database):
    seen = []

    async def handler(job):
        seen.append(job.arguments["n"])

    await _queue(database, 200)
    await _until_idle(database, Task("t", handler), concurrency=16)
    assert sorted(seen) == list(range(200))


async def test_no_more_than_the_allowed_number_runs_at_a_time(database):
    running, most = 0, 0

    async def handler(_job):
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1

    await _queue(database, 40)
    await _until_idle(database, Task("t", handler), concurrency=5)
    assert most == 5


async def test_failures_are_retried_until_they_succeed(database):
    tries = {}

    async def handler(job):
        tries[job.id] = job.attempt
        if job.attempt < 3:
            raise ValueError("not yet")

    await _queue(database, 5)
    await _until_idle(database, Task("t", handler))
    assert list(tries.values()) == [3] * 5
    assert (await _figures(database)).dead == 0


async def test_after_the_last_attempt_a_job_is_dead_and_says_why(database):
    async def handler(job):
        raise ValueError(f"attempt {job.attempt}")

    await _queue(database, 1)
    await _until_idle(database, Task("t", handler, max_attempts=3))
    async with database.reading() as connection:
        (letter,) = await JOBS.dead(connection)
    assert [e["error"] for e in letter.errors] == [f"ValueError: attempt {n}" for n in (1, 2, 3)]


async def test_a_permanent_failure_is_not_retried(database):
    calls = []

    async def handler(job):
        calls.append(job.id)
        raise Permanent("The message is gone.")

    await _queue(database, 1)
    await _until_idle(database, Task("t", handler))
    async with database.reading() as connection:
        (letter,) = await JOBS.dead(connection)
    assert len(calls) == 1
    assert letter.errors[0]["error"] == "job-permanent: The message is gone."


async def test_a_dead_job_replayed_after_the_repair_is_done(database):
    broken, done = True, []

    async def handler(job):
        if broken:
            raise Permanent("Broken.")
        done.append(job.arguments["n"])

    await _queue(database, 3)
    await _until_idle(database, Task("t", handler))
    broken = False
    async with database.transaction() as connection:
        await JOBS.replay(connection, [letter.id for letter in await JOBS.dead(connection)])
    await _until_idle(database, Task("t", handler))
    assert sorted(done) == [0, 1, 2]


async def test_a_handler_that_takes_too_long_is_cut_off_and_counts_as_failed(database):
    async def handler(_job):
        await asyncio.sleep(60)

    await _queue(database, 1)
    await _until_idle(database, Task("t", handler, max_attempts=1, timeout=0.05))
    async with database.reading() as connection:
        (letter,) = await JOBS.dead(connection)
    assert letter.errors[0]["error"] == "TimeoutError: it took over 0.05 s"


async def test_a_handler_that_cancels_itself_has_failed(database):
    async def handler(_job):
        raise asyncio.CancelledError

    await _queue(database, 1)
    await _until_idle(database, Task("t", handler, max_attempts=2))
    assert (await _figures(database)).dead == 1


async def test_a_job_that_runs_longer_than_its_lease_is_not_given_to_another(database):
    started = []

    async def handler(job):
        started.append(job.id)
        await asyncio.sleep(4.0)

    await _queue(database, 1)
    async with asyncio.TaskGroup() as group:
        for _ in range(2):
            group.create_task(
                _until_idle(database, Task("t", handler), lease_seconds=1.5, idle_seconds=0.05)
            )
    assert len(started) == 1


async def test_jobs_leased_together_are_done_together(database):
    batches = []

    async def alone(job):
        pytest.fail(f"{job.id} was done alone")

    async def batch(jobs):
        batches.append(len(jobs))

    await _queue(database, 50)
    await _until_idle(database, Task("t", alone, batch=batch), concurrency=20)
    assert sum(batches) == 50
    assert max(batches) == 20


async def test_one_bad_job_does_not_spoil_its_batch(database):
    done = []

    async def alone(job):
        if job.arguments["n"] == 3:
            raise Permanent("Bad.")
        done.append(job.arguments["n"])

    async def batch(jobs):
        if any(job.arguments["n"] == 3 for job in jobs):
            raise ValueError("one of them is bad")
        done.extend(job.arguments["n"] for job in jobs)

    await _queue(database, 8)
    await _until_idle(database, Task("t", alone, batch=batch))
    assert sorted(done) == [0, 1, 2, 4, 5, 6, 7]
    assert (await _figures(database)).dead == 1


async def test_stopping_waits_for_what_runs_and_takes_nothing_new(database):
    done, stop = [], asyncio.Event()

    async def handler(job):
        stop.set()
        await asyncio.sleep(0.3)
        done.append(job.id)

    await _queue(database, 10)
    settings = JobsSettings(**QUICK, concurrency=2)
    await Runner(database, JOBS, CLOCK, {"t": Task("t", handler)}, settings).run(stop)
    figures = await _figures(database)
    assert len(done) == 2
    assert (figures.waiting, figures.running, figures.dead) == (8, 0, 0)


async def test_what_does_not_end_in_time_is_given_back_untried(database):
    stop = asyncio.Event()

    async def handler(_job):
        stop.set()
        await asyncio.sleep(600)

    await _queue(database, 3)
    settings = JobsSettings(drain_seconds=0.1)
    started = CLOCK.monotonic()
    await Runner(database, JOBS, CLOCK, {"t": Task("t", handler)}, settings).run(stop)
    assert CLOCK.monotonic() - started < 5
    assert (await _figures(database)).waiting == 3
    attempts = []

    async def again(job):
        attempts.append(job.attempt)

    await _until_idle(database, Task("t", again))
    assert attempts == [1, 1, 1]


async def test_a_job_that_kills_its_workers_is_given_up(database):
    queue = metadata.tables["jobs_queue"]
    await _queue(database, 1)
    async with database.transaction() as connection:
        await connection.execute(queue.update().values(attempts=5))

    async def handler(_job):
        pytest.fail("a sixth try")

    await _until_idle(database, Task("t", handler, max_attempts=5))
    async with database.reading() as connection:
        (letter,) = await JOBS.dead(connection)
    assert "died" in letter.errors[0]["error"]


WORKER = """
import asyncio, sys
import sqlalchemy as sa
from bartizan.base.clock import SystemClock
from bartizan.jobs.public import Jobs, JobsSettings, Runner, Task
from bartizan.storage.database import Database

database = Database(sys.argv[1])
effects = sa.table("effects", sa.column("job"))

async def handler(job):
    await asyncio.sleep(0.02)
    async with database.transaction() as connection:
        await connection.execute(effects.insert().values(job=job.id))

async def main():
    clock = SystemClock()
    settings = JobsSettings(lease_seconds=1, concurrency=8, backoff_seconds=0.01)
    task = Task("t", handler, max_attempts=50)
    print("ready", flush=True)
    await Runner(database, Jobs(clock), clock, {"t": task}, settings).run(asyncio.Event())

asyncio.run(main())
"""


async def test_kill_nine_loses_nothing(database):
    async with database.transaction() as connection:
        await connection.run_sync(own.create_all)
    await _queue(database, 300, key=None)
    async with database.reading() as connection:
        ids = set(await connection.scalars(sa.select(metadata.tables["jobs_queue"].c.id)))
    url = database.engine.url.render_as_string(hide_password=False)
    for _ in range(3):
        await _run_until_it_works_and_kill(database, url)
    assert 0 < await _effects_seen(database) < len(ids)

    async def handler(job):
        async with database.transaction() as connection:
            await connection.execute(effects.insert().values(job=job.id))

    await _until_idle(database, Task("t", handler, max_attempts=50), seconds=60)
    async with database.reading() as connection:
        assert set(await connection.scalars(sa.select(effects.c.job))) == ids
        assert await JOBS.dead(connection) == []


async def _run_until_it_works_and_kill(database, url):
    before = await _effects_seen(database)
    command = [sys.executable, "-c", WORKER, url]
    worker = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert await worker.stdout.readline() == b"ready\n"
    async with asyncio.timeout(30):
        while await _effects_seen(database) <= before:
            await asyncio.sleep(0.01)
    worker.kill()
    assert await worker.wait() == -9


async def _effects_seen(database):
    async with database.reading() as connection:
        return await connection.scalar(sa.select(sa.func.count()).select_from(effects))
