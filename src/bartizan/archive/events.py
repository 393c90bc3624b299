"""What the archive announces, in the transaction that makes it true."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.ids import new_id, time_of
from bartizan.storage.outbox import outbox

#: A message was archived; the subject is its archive id.
ARCHIVED = "archive.message.archived"


async def announce_archived(
    connection: AsyncConnection, news: Mapping[str, dict[str, Any]]
) -> None:
    """Announce that messages were archived: the facts of each by its archive id."""
    rows = [_row(new_id(), identifier, facts) for identifier, facts in news.items()]
    if rows:
        await connection.execute(outbox.insert(), rows)


def _row(announcement: str, subject: str, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": announcement,
        "topic": ARCHIVED,
        "subject": subject,
        "payload": facts,
        "announced_at": time_of(announcement),
    }
