"""The queue as other packages use it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.clock import Clock
from bartizan.jobs import dead_letters, repository
from bartizan.jobs.job import DeadJob, Figures, NewJob
from bartizan.jobs.models import dead, queue
from bartizan.jobs.settings import JobsSettings
from bartizan.storage.outbox import outbox


class Jobs:
    """Queues work inside the caller's transaction: both happen, or neither."""

    def __init__(self, clock: Clock, settings: JobsSettings | None = None) -> None:
        """Take the clock that decides what "now" is."""
        self._clock = clock
        self._key_retention = timedelta(days=(settings or JobsSettings()).key_retention_days)

    async def enqueue(
        self,
        connection: AsyncConnection,
        task: str,
        arguments: dict[str, Any],
        *,
        key: str | None = None,
        run_at: datetime | None = None,
        priority: int = 0,
    ) -> bool:
        """Queue a job and return True; False if a job of this task and `key` is known already."""
        job = NewJob(task, arguments, key, run_at, priority)
        return await self.enqueue_many(connection, [job]) == 1

    async def enqueue_many(self, connection: AsyncConnection, jobs: Sequence[NewJob]) -> int:
        """Queue jobs, leaving out those whose key is known already; return how many were new."""
        return len(await repository.insert(connection, jobs, self._clock.now()))

    def keys_known_until(self) -> datetime:
        """Return until when the key of a job that ends now is remembered."""
        return self._clock.now() + self._key_retention

    async def forget_keys(self, connection: AsyncConnection) -> int:
        """Forget keys whose retention has passed; return how many."""
        return await repository.forget_keys(connection, self._clock.now())

    async def dead(
        self, connection: AsyncConnection, *, limit: int = 100, offset: int = 0
    ) -> list[DeadJob]:
        """Return jobs that were given up, the latest first."""
        return await dead_letters.newest(connection, limit=limit, offset=offset)

    async def replay(self, connection: AsyncConnection, ids: Sequence[str]) -> int:
        """Queue dead letters again, attempts counted afresh; return how many there were."""
        return await dead_letters.replay(connection, ids, self._clock.now())

    async def discard(self, connection: AsyncConnection, ids: Sequence[str]) -> int:
        """Delete dead letters for good; return how many there were."""
        return await dead_letters.discard(connection, ids, self.keys_known_until())

    async def figures(self, connection: AsyncConnection) -> Figures:
        """Count what waits, runs and lies dead, and tell how old the oldest waiting thing is."""
        now = self._clock.now()
        due = sa.and_(queue.c.lease_owner.is_(None), queue.c.run_at <= now)
        waiting, oldest = await _count(connection, queue.c.run_at, due)
        running, _ = await _count(connection, queue.c.run_at, queue.c.lease_owner.is_not(None))
        buried, _ = await _count(connection, dead.c.died_at, sa.true())
        announced, first = await _count(connection, outbox.c.announced_at, sa.true())
        return Figures(
            waiting=waiting,
            running=running,
            dead=buried,
            oldest_waiting=_age(now, oldest),
            outbox=announced,
            oldest_outbox=_age(now, first),
        )


async def _count(
    connection: AsyncConnection, moment: sa.Column[Any], which: sa.ColumnElement[bool]
) -> tuple[int, datetime | None]:
    row = (
        await connection.execute(sa.select(sa.func.count(), sa.func.min(moment)).where(which))
    ).one()
    return row[0], row[1]


def _age(now: datetime, since: datetime | None) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())
