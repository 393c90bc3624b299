"""Every query on the queue itself. The caller holds the transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.ids import new_id
from bartizan.jobs.job import Failure, Job, NewJob
from bartizan.jobs.models import dead, keys, queue
from bartizan.storage.database import insert_new

_ERRORS_KEPT = 20
_MOVED = ("id", "task", "arguments", "key", "priority", "attempts", "errors", "created_at")


async def insert(connection: AsyncConnection, jobs: Sequence[NewJob], now: datetime) -> list[str]:
    """Queue those jobs whose key is not known yet, and return their ids."""
    rows = [_row(job, now) for job in jobs]
    keyed = [row for row in rows if row["key"] is not None]
    keyed.sort(key=lambda row: (row["task"], row["key"]))  # one order: no deadlock of callers
    if keyed:
        claims = [{"task": row["task"], "key": row["key"], "job_id": row["id"]} for row in keyed]
        if await insert_new(connection, keys, claims) != len(keyed):
            refused = await _refused(connection, keyed)
            rows = [row for row in rows if row["id"] not in refused]
    if rows:
        await connection.execute(queue.insert(), rows)
    return [row["id"] for row in rows]


def _row(job: NewJob, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "task": job.task,
        "arguments": dict(job.arguments),
        "key": job.key,
        "priority": job.priority,
        "run_at": job.run_at or now,
        "attempts": 0,
        "lease_owner": None,
        "errors": [],
        "created_at": now,
    }


async def _refused(connection: AsyncConnection, keyed: list[dict[str, Any]]) -> set[str]:
    ids = {row["id"] for row in keyed}
    claimed = await connection.execute(sa.select(keys.c.job_id).where(keys.c.job_id.in_(ids)))
    return ids - set(claimed.scalars())


async def next_due(connection: AsyncConnection, tasks: Collection[str]) -> datetime | None:
    """Return when the earliest job of these tasks may be taken; `None` if there is none."""
    earliest = (
        sa.select(queue.c.run_at).where(queue.c.task.in_(tasks)).order_by(queue.c.run_at).limit(1)
    )
    found: datetime | None = await connection.scalar(earliest)
    return found


async def lease(
    connection: AsyncConnection,
    tasks: Collection[str],
    owner: str,
    *,
    now: datetime,
    until: datetime,
    limit: int,
) -> list[Job]:
    """Take up to `limit` due jobs for `owner` until a moment: by priority, then by `run_at`.

    One level of priority after the other, so that neither a long backlog nor many jobs due
    later make this slow: each level is one range of the index.
    """
    taken: list[Job] = []
    level = await _highest(connection, None)
    while level is not None and len(taken) < limit:
        taken += await _take(connection, tasks, level, now, limit - len(taken))
        if len(taken) < limit:
            level = await _highest(connection, level)
    await _mark(connection, [job.id for job in taken], owner, until)
    return taken


async def _highest(connection: AsyncConnection, below: int | None) -> int | None:
    highest = sa.select(queue.c.priority).order_by(queue.c.priority.desc()).limit(1)
    if below is not None:
        highest = highest.where(queue.c.priority < below)
    found: int | None = await connection.scalar(highest)
    return found


async def _take(
    connection: AsyncConnection, tasks: Collection[str], level: int, now: datetime, limit: int
) -> list[Job]:
    due = (
        sa.select(queue)
        .where(queue.c.priority == level, queue.c.run_at <= now, queue.c.task.in_(tasks))
        .order_by(queue.c.run_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_job(row) for row in (await connection.execute(due)).mappings()]


def _job(row: Mapping[Any, Any]) -> Job:
    return Job(
        id=row["id"],
        task=row["task"],
        arguments=row["arguments"],
        key=row["key"],
        attempt=row["attempts"] + 1,
        created_at=row["created_at"],
        errors=row["errors"],
    )


async def _mark(
    connection: AsyncConnection, ids: Sequence[str], owner: str, until: datetime
) -> None:
    if ids:
        await connection.execute(
            queue.update()
            .where(queue.c.id.in_(ids))
            .values(lease_owner=owner, run_at=until, attempts=queue.c.attempts + 1)
        )


async def extend(
    connection: AsyncConnection, ids: Sequence[str], owner: str, until: datetime
) -> None:
    """Keep those of these jobs that `owner` still holds until a later moment."""
    if ids:
        held = _held(ids, owner)
        await connection.execute(queue.update().where(held).values(run_at=until))


async def finish(
    connection: AsyncConnection, done: Sequence[Job], owner: str, known_until: datetime
) -> None:
    """Delete jobs that were done; their keys stay known until a moment."""
    if not done:
        return
    await connection.execute(queue.delete().where(_held([job.id for job in done], owner)))
    keyed = [job.id for job in done if job.key is not None]
    if keyed:
        finished = keys.update().where(keys.c.job_id.in_(keyed))
        await connection.execute(finished.values(known_until=known_until))


async def retry(
    connection: AsyncConnection, failures: Sequence[Failure], owner: str, now: datetime
) -> None:
    """Give failed jobs back, each until its `retry_at`, with what went wrong."""
    if not failures:
        return
    given_back = (
        queue.update()
        .where(queue.c.id == sa.bindparam("job"), queue.c.lease_owner == owner)
        .values(lease_owner=None, run_at=sa.bindparam("retry_at"), errors=sa.bindparam("history"))
    )
    rows = [
        {"job": f.job.id, "retry_at": f.retry_at or now, "history": _history(f, now)}
        for f in failures
    ]
    await connection.execute(given_back, rows)


async def bury(
    connection: AsyncConnection, failures: Sequence[Failure], owner: str, now: datetime
) -> None:
    """Move jobs to the dead letters, with everything that went wrong."""
    if not failures:
        return
    await retry(connection, failures, owner, now)
    ids = [failure.job.id for failure in failures]
    given_up = sa.and_(queue.c.id.in_(ids), queue.c.lease_owner.is_(None))
    moved = sa.select(*[queue.c[name] for name in _MOVED], sa.literal(now, dead.c.died_at.type))
    await connection.execute(dead.insert().from_select([*_MOVED, "died_at"], moved.where(given_up)))
    await connection.execute(queue.delete().where(given_up))


def _history(failure: Failure, now: datetime) -> list[dict[str, Any]]:
    entry = {"attempt": failure.job.attempt, "at": now.isoformat(), "error": failure.error}
    return [*(dict(known) for known in failure.job.errors), entry][-_ERRORS_KEPT:]


async def release(
    connection: AsyncConnection, jobs: Sequence[Job], owner: str, now: datetime
) -> None:
    """Give jobs back as if they had never been taken."""
    if jobs:
        await connection.execute(
            queue.update()
            .where(_held([job.id for job in jobs], owner))
            .values(lease_owner=None, run_at=now, attempts=queue.c.attempts - 1)
        )


def _held(ids: Sequence[str], owner: str) -> sa.ColumnElement[bool]:
    return sa.and_(queue.c.id.in_(ids), queue.c.lease_owner == owner)


async def forget_keys(connection: AsyncConnection, now: datetime) -> int:
    """Forget the keys of jobs that were done long enough ago; return how many."""
    gone = await connection.execute(keys.delete().where(keys.c.known_until <= now))
    return gone.rowcount
