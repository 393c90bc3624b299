"""What mail announces, through the outbox, in the transaction that makes it true."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.ids import new_id, time_of
from bartizan.storage.outbox import outbox

ACCEPTED = "mail.message.accepted"
JUDGED = "mail.message.judged"
HELD = "mail.message.held"
DELIVERED = "mail.message.delivered"
BOUNCED = "mail.message.bounced"
RELEASED = "mail.message.released"
DELETED = "mail.message.deleted"


async def announce_all(
    connection: AsyncConnection, news: Sequence[tuple[str, str, dict[str, Any]]]
) -> None:
    """Announce many `(topic, subject, payload)` in one statement, in their order."""
    if not news:
        return
    rows = []
    for topic, subject, payload in news:
        identifier = new_id()
        rows.append(
            {
                "id": identifier,
                "topic": topic,
                "subject": subject,
                "payload": payload,
                "announced_at": time_of(identifier),
            }
        )
    await connection.execute(outbox.insert(), rows)
