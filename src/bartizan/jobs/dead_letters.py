"""Jobs that were given up: looked at, replayed, discarded."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.jobs.job import DeadJob
from bartizan.jobs.models import dead, keys, queue

_RETURNED = ("id", "task", "arguments", "key", "priority", "errors", "created_at")


async def newest(connection: AsyncConnection, *, limit: int, offset: int) -> list[DeadJob]:
    """Return dead letters, the latest first."""
    columns = [column for column in dead.c if column.name != "priority"]
    latest = sa.select(*columns).order_by(dead.c.died_at.desc(), dead.c.id.desc())
    rows = await connection.execute(latest.limit(limit).offset(offset))
    return [DeadJob(**row) for row in rows.mappings()]


async def replay(connection: AsyncConnection, ids: Sequence[str], now: datetime) -> int:
    """Queue dead letters again, with all their attempts before them; return how many.

    Their errors so far stay with them.
    """
    chosen = dead.c.id.in_(ids)
    fresh = {
        "run_at": sa.literal(now, queue.c.run_at.type),
        "attempts": sa.literal(0),
        "lease_owner": sa.null(),
    }
    revived = sa.select(*[dead.c[name] for name in _RETURNED], *fresh.values()).where(chosen)
    back = queue.insert().from_select([*_RETURNED, *fresh], revived)
    await connection.execute(back)
    return (await connection.execute(dead.delete().where(chosen))).rowcount


async def discard(connection: AsyncConnection, ids: Sequence[str], known_until: datetime) -> int:
    """Delete dead letters for good; return how many. Their keys stay known until a moment."""
    finished = keys.update().where(keys.c.job_id.in_(ids))
    await connection.execute(finished.values(known_until=known_until))
    return (await connection.execute(dead.delete().where(dead.c.id.in_(ids)))).rowcount
