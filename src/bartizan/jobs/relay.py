"""Moves announcements from the outbox into the stream, and queues the work they ask for."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.clock import Clock
from bartizan.base.log import get_logger
from bartizan.jobs import events
from bartizan.jobs.errors import DATABASE_TROUBLE, sentence
from bartizan.jobs.events import Event, Subscription, matches
from bartizan.jobs.job import NewJob
from bartizan.jobs.metrics import EVENTS_TOTAL
from bartizan.jobs.pace import Pace
from bartizan.jobs.service import Jobs
from bartizan.jobs.settings import JobsSettings
from bartizan.storage.database import Database, lock
from bartizan.storage.outbox import outbox

_PRUNE_SECONDS = 60.0
_log = get_logger("jobs.relay")


class Relay:
    """Gives every announcement its place in the stream; any number of relays may run.

    One transaction takes announcements out of the outbox, appends them to the stream and queues
    one job for each subscription they match, under one lock, so that sequences have no gap and
    become visible in their order.
    """

    def __init__(
        self,
        database: Database,
        jobs: Jobs,
        clock: Clock,
        subscriptions: Sequence[Subscription],
        settings: JobsSettings | None = None,
    ) -> None:
        """Take the subscriptions once; they do not change while a process runs."""
        self._database = database
        self._jobs = jobs
        self._clock = clock
        self._subscriptions = tuple(subscriptions)
        self._settings = settings or JobsSettings()

    async def run(self, stop: asyncio.Event) -> None:
        """Relay until `stop`, often while there is something to move, else now and then."""
        pace = Pace(self._settings.idle_seconds)
        pruned_at = self._clock.monotonic()
        while not stop.is_set():
            try:
                moved = await self.pump()
                if self._clock.monotonic() - pruned_at > _PRUNE_SECONDS:
                    pruned_at = self._clock.monotonic()
                    await self.prune()
            except DATABASE_TROUBLE as error:
                _log.warning("the database did not answer", error=sentence(error))
                moved = 0
            await pace.rest(stop, busy=moved > 0)

    async def pump(self) -> int:
        """Move one batch of announcements and return how many there were."""
        async with self._database.reading() as connection:
            if await connection.scalar(sa.select(outbox.c.id).limit(1)) is None:
                return 0
        async with self._database.transaction() as connection:
            await lock(connection, "jobs.relay")
            moved = await self._move(connection)
        EVENTS_TOTAL.inc(len(moved))
        return len(moved)

    async def prune(self) -> None:
        """Delete what lies beyond its retention: old events and the keys of old jobs."""
        horizon = self._clock.now() - timedelta(days=self._settings.event_retention_days)
        async with self._database.transaction() as connection:
            await lock(connection, "jobs.relay")
            await events.prune(connection, horizon)
            await self._jobs.forget_keys(connection)

    async def _move(self, connection: AsyncConnection) -> list[Event]:
        oldest = sa.select(outbox).order_by(outbox.c.id).limit(self._settings.relay_batch)
        rows = (await connection.execute(oldest)).mappings().all()
        last = await events.last_sequence(connection)
        moved = [_event(number, row) for number, row in enumerate(rows, last + 1)]
        if moved:
            await events.append(connection, moved)
            taken = [event.id for event in moved]
            await connection.execute(outbox.delete().where(outbox.c.id.in_(taken)))
            await self._jobs.enqueue_many(connection, self._work_for(moved))
        return moved

    def _work_for(self, moved: Sequence[Event]) -> list[NewJob]:
        return [
            NewJob(subscription.task, _arguments(event), key=event.id)
            for event in moved
            for subscription in self._subscriptions
            if matches(subscription.pattern, event.topic)
        ]


def _event(sequence: int, row: Any) -> Event:
    return Event(
        sequence=sequence,
        id=row["id"],
        topic=row["topic"],
        subject=row["subject"],
        payload=row["payload"],
        at=row["announced_at"],
    )


def _arguments(event: Event) -> dict[str, Any]:
    return {
        "sequence": event.sequence,
        "topic": event.topic,
        "subject": event.subject,
        "payload": event.payload,
        "at": event.at.isoformat(),
    }
