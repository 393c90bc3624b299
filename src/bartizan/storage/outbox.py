"""The outbox: what a transaction announces, written in that very transaction.

State and announcement commit together or not at all. The relay in `bartizan.jobs` later gives
each announcement its place in the one ordered stream of events and queues the work that
subscribers asked for.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, String, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.ids import new_id, time_of
from bartizan.storage.schema import Instant, Json, metadata

outbox = Table(
    "storage_outbox",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("topic", String(100), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("payload", Json, nullable=False),
    Column("announced_at", Instant, nullable=False),
)


#: A topic (`mail.message.accepted`), the id of what it happened to, and the facts.
News = tuple[str, str, dict[str, Any]]


async def announce(
    connection: AsyncConnection, topic: str, subject: str, payload: dict[str, Any]
) -> str:
    """Announce that something happened to `subject`, and return the announcement's id.

    Args:
        connection: the transaction that changes the state being announced.
        topic: what happened, as `package.thing.verb` (`mail.message.accepted`).
        subject: the id of the thing it happened to.
        payload: the facts subscribers need; small, JSON, no message content.
    """
    return (await announce_many(connection, [(topic, subject, payload)]))[0]


async def announce_many(connection: AsyncConnection, news: Sequence[News]) -> list[str]:
    """Announce several things in one statement, in their order; see `announce`."""
    rows = [_row(*one) for one in news]
    if rows:
        await connection.execute(outbox.insert(), rows)
    return [row["id"] for row in rows]


def _row(topic: str, subject: str, payload: dict[str, Any]) -> dict[str, Any]:
    identifier = new_id()
    return {
        "id": identifier,
        "topic": topic,
        "subject": subject,
        "payload": payload,
        "announced_at": time_of(identifier),
    }
