import asyncio

from bartizan.base.clock import ManualClock
from bartizan.jobs.attempts import Attempts
from bartizan.jobs.job import Job, Settlement, Task
from bartizan.jobs.settings import JobsSettings

CLOCK = ManualClock()


def _job(number, attempt=1, task="t"):
    return Job(str(number), task, {"n": number}, None, attempt, CLOCK.now())


def _attempts(handler, **facts):
    task = Task("t", handler, **facts)
    return Attempts({"t": task}, CLOCK, JobsSettings(backoff_seconds=10))


async def _run(attempts, *jobs):
    async with asyncio.TaskGroup() as group:
        attempts.start(group, jobs)


async def test_each_ending_is_noted():
    async def handler(job):
        if job.id == "2":
            raise KeyError("absent")

    attempts = _attempts(handler, max_attempts=3)
    await _run(attempts, _job(1), _job(2), _job(2 + 1, attempt=4))
    finished = attempts.finished
    assert [job.id for job in finished.done] == ["1"]
    (failure,) = finished.failed
    assert failure.error == "KeyError: 'absent'"
    assert 0 <= (failure.retry_at - CLOCK.now()).total_seconds() <= 10
    assert [buried.job.id for buried in finished.buried] == ["3"]
    assert attempts.woken.is_set()


async def test_a_job_held_already_is_not_started_twice():
    calls = []

    async def handler(job):
        calls.append(job.id)

    attempts = _attempts(handler)
    await _run(attempts, _job(1))
    await _run(attempts, _job(1, attempt=2))
    assert calls == ["1"]


async def test_settled_jobs_are_let_go_and_unsettled_ones_taken_back():
    async def handler(_job):
        return

    attempts = _attempts(handler)
    await _run(attempts, _job(1), _job(2))
    told, attempts.finished = attempts.finished, Settlement()
    attempts.take_back(told)
    assert [job.id for job in attempts.finished.done] == ["1", "2"]
    attempts.let_go(told)
    assert attempts.held == {}


async def test_what_is_broken_off_counts_as_released_even_before_its_first_step():
    async def handler(job):
        if job.id != "0":
            await asyncio.sleep(600)

    attempts = _attempts(handler)
    async with asyncio.TaskGroup() as group:
        attempts.start(group, [_job(0), _job(1)])
        await asyncio.sleep(0.01)
        attempts.start(group, [_job(2)])
        await attempts.cancel()
    assert [job.id for job in attempts.finished.done] == ["0"]
    assert [job.id for job in attempts.finished.released] == ["1", "2"]
    assert attempts.running == set()


async def test_waiting_ends_with_the_next_attempt_or_the_time():
    async def handler(_job):
        await asyncio.sleep(0.02)

    attempts = _attempts(handler)
    await attempts.wait(0.01)
    assert not attempts.woken.is_set()
    async with asyncio.TaskGroup() as group:
        attempts.start(group, [_job(1)])
        await attempts.wait(5)
        assert len(attempts.finished.done) == 1
