"""The worker role: everything that is queued, recurs, or follows behind."""

import asyncio

from bartizan.assembly.bartizan import Bartizan
from bartizan.assembly.subscriptions import SUBSCRIPTIONS, joining_tasks
from bartizan.audit.public import Sealer
from bartizan.jobs.public import Job, Relay, Runner, Schedule, Scheduler, Task
from bartizan.mail.tasks import SCHEDULES as MAIL_SCHEDULES
from bartizan.mail.tasks import tasks as mail_tasks

_SWEEP = "identity.sweep"
SCHEDULES = (*MAIL_SCHEDULES, Schedule(_SWEEP, _SWEEP, every=3600))


async def run_worker(bartizan: Bartizan, stop: asyncio.Event) -> None:
    """Work until `stop`; queued jobs under way are finished or given back."""
    settings, clock = bartizan.settings, bartizan.clock
    database, jobs = bartizan.database, bartizan.jobs
    runner = Runner(database, jobs, clock, tasks(bartizan), settings.jobs)
    relay = Relay(database, jobs, clock, SUBSCRIPTIONS, settings.jobs)
    # Else the first messages would wait for models and lists, each thread loading them.
    await asyncio.to_thread(bartizan.judge.load)
    scheduler = Scheduler(database, jobs, clock, SCHEDULES)
    async with asyncio.TaskGroup() as group:
        group.create_task(relay.run(stop), name="relay")
        group.create_task(scheduler.run(stop), name="scheduler")
        group.create_task(Sealer(bartizan.ledger, settings.audit).run(stop), name="sealer")
        indexing = group.create_task(bartizan.indexer.run(stop), name="indexer")
        await runner.run(stop)
        # It may still be waiting for another process to give up the index.
        indexing.cancel()


def tasks(bartizan: Bartizan) -> dict[str, Task]:
    """Return how every queued job is done."""

    async def sweep(_job: Job) -> None:
        await bartizan.identity.sweep()

    return {
        **mail_tasks(bartizan.mail),
        **joining_tasks(bartizan.archive),
        _SWEEP: Task(_SWEEP, sweep),
    }
