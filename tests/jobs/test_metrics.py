import asyncio

from prometheus_client import REGISTRY

from bartizan.base.clock import SystemClock
from bartizan.jobs.public import Jobs, Permanent, Runner, Task


async def test_outcomes_and_times_are_counted(sqlite):
    clock, stop = SystemClock(), asyncio.Event()
    jobs = Jobs(clock)

    async def handler(job):
        if job.arguments["bad"]:
            raise Permanent("Bad.")

    async with sqlite.transaction() as connection:
        for bad in (True, False, False):
            await jobs.enqueue(connection, "metered", {"bad": bad})
    runner = Runner(sqlite, jobs, clock, {"metered": Task("metered", handler)})
    async with asyncio.TaskGroup() as group:
        group.create_task(runner.run(stop))
        await asyncio.sleep(0.3)
        stop.set()
    assert _sample("bartizan_jobs_total", outcome="done") == 2
    assert _sample("bartizan_jobs_total", outcome="dead") == 1
    assert _sample("bartizan_jobs_seconds_count") == 3
    assert REGISTRY.get_sample_value("bartizan_jobs_waiting") is not None


def _sample(name, **labels):
    return REGISTRY.get_sample_value(name, {"task": "metered", **labels})
