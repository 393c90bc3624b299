import asyncio

import pytest

from bartizan.base.clock import SystemClock
from bartizan.jobs import repository
from bartizan.jobs.events import Subscription, events_after, last_sequence
from bartizan.jobs.relay import Relay
from bartizan.jobs.service import Jobs
from bartizan.jobs.settings import JobsSettings
from bartizan.storage.outbox import announce

CLOCK = SystemClock()
SUBSCRIPTIONS = [
    Subscription("mail.message.judged", "archive.ingest"),
    Subscription("mail.*", "hunt.look"),
]


def _relay(database, **settings):
    return Relay(database, Jobs(CLOCK), CLOCK, SUBSCRIPTIONS, JobsSettings(**settings))


async def _announce(database, topic, subject):
    async with database.transaction() as connection:
        return await announce(connection, topic, subject, {"of": subject})


async def _stream(database):
    async with database.reading() as connection:
        return await events_after(connection, 0, 10_000)


async def _waiting(database, task):
    async with database.transaction() as connection:
        now = CLOCK.now()
        return await repository.lease(connection, [task], "me", now=now, until=now, limit=10_000)


async def test_announcements_become_events_and_work(database):
    relay = _relay(database)
    first = await _announce(database, "mail.message.judged", "m1")
    await _announce(database, "mail.message.held", "m2")
    await _announce(database, "wallet.seen", "w1")
    assert await relay.pump() == 3
    assert await relay.pump() == 0
    events = await _stream(database)
    assert [(e.sequence, e.subject) for e in events] == [(1, "m1"), (2, "m2"), (3, "w1")]
    (ingest,) = await _waiting(database, "archive.ingest")
    assert ingest.key == first
    assert ingest.arguments == {
        "sequence": 1,
        "topic": "mail.message.judged",
        "subject": "m1",
        "payload": {"of": "m1"},
        "at": events[0].at.isoformat(),
    }
    assert [j.arguments["subject"] for j in await _waiting(database, "hunt.look")] == ["m1", "m2"]


async def test_sequences_have_no_gap_while_many_relays_and_writers_run(database):
    relays = [_relay(database, relay_batch=7) for _ in range(3)]
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for relay in relays:
            group.create_task(relay.run(stop))
        writers = [
            group.create_task(_announce(database, "mail.message.judged", str(number)))
            for number in range(60)
        ]
        await asyncio.wait(writers)
        async with asyncio.timeout(20):
            while len(await _stream(database)) < 60:
                await asyncio.sleep(0.02)
        stop.set()
    events = await _stream(database)
    assert [event.sequence for event in events] == list(range(1, 61))
    assert {event.subject for event in events} == {str(number) for number in range(60)}
    assert len(await _waiting(database, "archive.ingest")) == 60


async def test_an_idle_relay_notices_quickly(database):
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(_relay(database).run(stop))
        await asyncio.sleep(0.6)
        await _announce(database, "a.b", "x")
        started = CLOCK.monotonic()
        while not await _stream(database):
            await asyncio.sleep(0.01)
        assert CLOCK.monotonic() - started < 1.0
        stop.set()


async def test_pruning_forgets_old_events_but_not_the_count(database):
    relay = _relay(database, event_retention_days=1e-9)
    for number in range(3):
        await _announce(database, "a.b", str(number))
    await relay.pump()
    await asyncio.sleep(0.01)
    await relay.prune()
    assert [event.sequence for event in await _stream(database)] == [3]
    await _announce(database, "a.b", "next")
    await relay.pump()
    async with database.reading() as connection:
        assert await last_sequence(connection) == 4


async def test_a_transaction_that_fails_announces_nothing(database):
    with pytest.raises(RuntimeError):
        async with database.transaction() as connection:
            await announce(connection, "a.b", "x", {})
            raise RuntimeError
    assert await _relay(database).pump() == 0
