"""The one ordered stream of what happened, and who wants to hear of what.

Sequences are gap-free and become visible in order, so a reader that remembers the last one it
saw misses nothing and sees nothing twice.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.jobs.models import events


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to `subject`; `id` is the announcement's."""

    sequence: int
    id: str
    topic: str
    subject: str
    payload: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Subscription:
    """Queues a job of `task` for every event whose topic matches; the key is the event's id.

    The job's arguments are the event's `sequence`, `topic`, `subject`, `payload` and `at`.
    """

    pattern: str
    task: str


def matches(pattern: str, topic: str) -> bool:
    """Tell whether a topic falls under a pattern.

    `*` stands for one word, and as the last word for one or more: `mail.message.*`, `archive.*`.
    """
    wanted, words = pattern.split("."), topic.split(".")
    if wanted[-1] == "*" and len(words) > len(wanted):
        words = words[: len(wanted)]
    return len(wanted) == len(words) and all(
        want in ("*", word) for want, word in zip(wanted, words, strict=True)
    )


async def append(connection: AsyncConnection, happened: Sequence[Event]) -> None:
    """Append events whose sequences follow the last one; the caller holds the relay's lock."""
    await connection.execute(events.insert(), [asdict(event) for event in happened])


async def events_after(connection: AsyncConnection, sequence: int, limit: int) -> list[Event]:
    """Return up to `limit` events that follow `sequence`, in order."""
    following = sa.select(events).where(events.c.sequence > sequence)
    rows = await connection.execute(following.order_by(events.c.sequence).limit(limit))
    return [Event(**row) for row in rows.mappings()]


async def last_sequence(connection: AsyncConnection) -> int:
    """Return the sequence of the latest event; 0 before the first."""
    return await connection.scalar(sa.select(sa.func.max(events.c.sequence))) or 0


async def first_sequence(connection: AsyncConnection) -> int:
    """Return the sequence of the earliest event still kept; 0 if there is none."""
    return await connection.scalar(sa.select(sa.func.min(events.c.sequence))) or 0


async def prune(connection: AsyncConnection, before: datetime) -> int:
    """Delete events older than `before`, all but the latest, which carries the count on."""
    last = await last_sequence(connection)
    old = events.delete().where(events.c.at < before, events.c.sequence < last)
    return (await connection.execute(old)).rowcount
