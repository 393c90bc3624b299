import asyncio

from bartizan.base.clock import SystemClock
from bartizan.jobs import public
from bartizan.storage.outbox import announce


async def test_the_door_alone_carries_an_announcement_to_its_handler(database):
    clock, stop, heard = SystemClock(), asyncio.Event(), []
    jobs = public.Jobs(clock)

    async def handler(job: public.Job):
        heard.append(job.arguments["payload"])
        stop.set()

    subscription = public.Subscription("mail.message.*", "archive.ingest")
    relay = public.Relay(database, jobs, clock, [subscription])
    tasks = {"archive.ingest": public.Task("archive.ingest", handler)}
    async with asyncio.TaskGroup() as group, asyncio.timeout(10):
        group.create_task(relay.run(stop))
        group.create_task(public.Runner(database, jobs, clock, tasks).run(stop))
        async with database.transaction() as connection:
            await announce(connection, "mail.message.judged", "m1", {"sha256": "ab"})
    assert heard == [{"sha256": "ab"}]


def test_all_that_the_door_names_is_there():
    assert all(hasattr(public, name) for name in public.__all__)
