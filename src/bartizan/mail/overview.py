"""The figures of the last hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.clock import Clock
from bartizan.mail.models import MessageState, messages, quarantine, recipients
from bartizan.mail.verdict import Disposition
from bartizan.storage.database import Database

_HOUR_US: Final = 3_600_000_000
_TOP: Final = 10
_STOPPED: Final = (Disposition.HOLD, Disposition.REJECT)


@dataclass(frozen=True, slots=True)
class HourFigures:
    """What came in within one hour, and how much of it was stopped."""

    at: datetime
    received: int
    held: int


@dataclass(frozen=True, slots=True)
class ReasonFigures:
    """How often a detector was the first reason of a verdict."""

    id: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What became of the messages received since `since`.

    `held`, `tagged` and `rejected` count decisions; `delivered`, `bounced`, `deferred` and
    `waiting` count how far messages are; `held_now` is the whole quarantine, whenever received.
    `median_milliseconds` is of the analysis.
    """

    since: datetime
    received: int
    delivered: int
    held: int
    tagged: int
    rejected: int
    bounced: int
    deferred: int
    waiting: int
    held_now: int
    by_hour: Sequence[HourFigures]
    top_reasons: Sequence[ReasonFigures]
    median_milliseconds: float | None


class Overviews:
    """Counts messages."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def last(self, hours: int) -> Overview:
        """Count what was received in the last `hours`."""
        since = self._clock.now() - timedelta(hours=hours)
        recent = sa.and_(messages.c.received_at >= since, messages.c.notice_of.is_(None))
        async with self._database.reading() as connection:
            states = await _count_by(connection, messages.c.state, recent)
            decided = await _count_by(connection, messages.c.disposition, recent)
            return Overview(
                since=since,
                received=sum(states.values()),
                delivered=states.get(MessageState.DELIVERED, 0),
                held=decided.get(Disposition.HOLD, 0),
                tagged=decided.get(Disposition.TAG, 0),
                rejected=decided.get(Disposition.REJECT, 0),
                bounced=states.get(MessageState.BOUNCED, 0),
                deferred=await _deferred(connection, recent),
                waiting=sum(
                    states.get(state, 0)
                    for state in (
                        MessageState.RECEIVED,
                        MessageState.DELIVERING,
                        MessageState.RELEASED,
                    )
                ),
                held_now=await _held_now(connection),
                by_hour=await _by_hour(connection, recent),
                top_reasons=await _top_reasons(connection, recent),
                median_milliseconds=await _median(connection, recent),
            )


async def _count_by(
    connection: AsyncConnection, column: sa.Column[Any], which: sa.ColumnElement[bool]
) -> dict[str, int]:
    rows = await connection.execute(
        sa.select(column, sa.func.count()).where(which).group_by(column)
    )
    return {str(value): count for value, count in rows}


async def _deferred(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> int:
    late = sa.select(recipients.c.message_id).where(recipients.c.state == "deferred")
    counted = sa.select(sa.func.count()).select_from(messages).where(which, messages.c.id.in_(late))
    return await connection.scalar(counted) or 0


async def _held_now(connection: AsyncConnection) -> int:
    counted = sa.select(sa.func.count()).select_from(quarantine)
    return await connection.scalar(counted.where(quarantine.c.state == "held")) or 0


async def _by_hour(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> list[HourFigures]:
    hour = (sa.type_coerce(messages.c.received_at, sa.BigInteger) // _HOUR_US).label("hour")
    stopped = sa.func.sum(sa.case((messages.c.disposition.in_(_STOPPED), 1), else_=0))
    rows = await connection.execute(
        sa.select(hour, sa.func.count(), stopped).where(which).group_by(hour).order_by(hour)
    )
    return [
        HourFigures(datetime.fromtimestamp(int(at) * 3600, UTC), received, int(held))
        for at, received, held in rows
    ]


async def _top_reasons(
    connection: AsyncConnection, which: sa.ColumnElement[bool]
) -> list[ReasonFigures]:
    count = sa.func.count().label("count")
    wanted = (
        sa.select(messages.c.top_reason_id, sa.func.max(messages.c.top_title), count)
        .where(which, messages.c.top_reason_id.is_not(None))
        .group_by(messages.c.top_reason_id)
        .order_by(count.desc(), messages.c.top_reason_id)
        .limit(_TOP)
    )
    return [ReasonFigures(*row) for row in await connection.execute(wanted)]


async def _median(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> float | None:
    judged = sa.and_(which, messages.c.milliseconds.is_not(None))
    count = await connection.scalar(sa.select(sa.func.count()).select_from(messages).where(judged))
    if not count:
        return None
    middle = sa.select(messages.c.milliseconds).where(judged).order_by(messages.c.milliseconds)
    found: float | None = await connection.scalar(middle.limit(1).offset((count - 1) // 2))
    return found
