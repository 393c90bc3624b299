"""Every query about single messages, their recipients and attempts; lists are in `listing`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.mail.models import (
    MessageState,
    RecipientState,
    attempts,
    messages,
    quarantine,
    recipients,
    verdicts,
)
from bartizan.mail.verdict import Envelope

Row = sa.RowMapping
#: What is said of a recipient who blocks the sender.
WITHHELD = "Not delivered: the recipient's list blocks this sender."
#: Recipient states in which there is still something to do.
OPEN = (RecipientState.PENDING, RecipientState.DEFERRED)


async def insert(
    connection: AsyncConnection,
    accepted: Sequence[dict[str, Any]],
    addressed: Sequence[dict[str, Any]],
) -> None:
    """Store accepted messages and their recipients."""
    await connection.execute(messages.insert(), accepted)
    await connection.execute(recipients.insert(), addressed)


async def message(connection: AsyncConnection, identifier: str) -> Row | None:
    """Return a message's row."""
    found = await connection.execute(sa.select(messages).where(messages.c.id == identifier))
    return found.mappings().one_or_none()


async def verdict(connection: AsyncConnection, identifier: str) -> dict[str, Any] | None:
    """Return a message's verdict as it was stored."""
    found: dict[str, Any] | None = await connection.scalar(
        sa.select(verdicts.c.verdict).where(verdicts.c.message_id == identifier)
    )
    return found


async def verdicts_of(
    connection: AsyncConnection, ids: Sequence[str]
) -> Mapping[str, dict[str, Any]]:
    """Return messages' verdicts as they were stored, by message id."""
    wanted = sa.select(verdicts.c.message_id, verdicts.c.verdict)
    rows = await connection.execute(wanted.where(verdicts.c.message_id.in_(ids)))
    return {row.message_id: row.verdict for row in rows}


async def recipients_of(connection: AsyncConnection, identifier: str) -> Sequence[Row]:
    """Return a message's recipients in the order they were named."""
    wanted = sa.select(recipients).where(recipients.c.message_id == identifier)
    return (await connection.execute(wanted.order_by(recipients.c.position))).mappings().all()


async def envelope(connection: AsyncConnection, message: Row) -> Envelope:
    """Return the envelope a message came in."""
    rows = await recipients_of(connection, message["id"])
    return Envelope(
        mail_from=message["envelope_from"],
        recipients=tuple(row["address"] for row in rows),
        remote_address=message["remote_address"],
        helo=message["helo"],
        tls=message["tls"],
    )


async def recipients_of_many(
    connection: AsyncConnection, ids: Sequence[str]
) -> Mapping[str, Sequence[Row]]:
    """Return the recipients of messages, by message id, in the order they were named."""
    wanted = sa.select(recipients).where(recipients.c.message_id.in_(ids))
    rows = await connection.execute(wanted.order_by(recipients.c.position))
    return _by_message(rows.mappings().all())


def _by_message(rows: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["message_id"], []).append(row)
    return found


async def attempts_of(connection: AsyncConnection, identifier: str) -> Sequence[Row]:
    """Return the tries at delivering a message, oldest first."""
    wanted = sa.select(attempts).where(attempts.c.message_id == identifier)
    return (await connection.execute(wanted.order_by(attempts.c.id))).mappings().all()


async def held_row(connection: AsyncConnection, identifier: str) -> Row | None:
    """Return the quarantine's row about a message."""
    wanted = sa.select(quarantine).where(quarantine.c.message_id == identifier)
    return (await connection.execute(wanted)).mappings().one_or_none()


async def ever_held(connection: AsyncConnection, ids: Sequence[str]) -> frozenset[str]:
    """Return those of these messages that are or were in quarantine."""
    wanted = sa.select(quarantine.c.message_id).where(quarantine.c.message_id.in_(ids))
    return frozenset(await connection.scalars(wanted))


async def move(
    connection: AsyncConnection,
    identifier: str,
    *,
    since: Sequence[MessageState],
    to: MessageState,
    **values: Any,
) -> bool:
    """Change a message's state if it is still one of `since`; tell whether it was."""
    changed = (
        messages.update()
        .where(messages.c.id == identifier, messages.c.state.in_(since))
        .values(state=to, **values)
    )
    return (await connection.execute(changed)).rowcount == 1


async def set_recipients(
    connection: AsyncConnection, identifier: str, since: RecipientState, **values: Any
) -> None:
    """Change all recipients of a message that are in state `since`."""
    which = recipients.c.message_id == identifier, recipients.c.state == since
    await connection.execute(recipients.update().where(*which).values(**values))


async def set_recipient(
    connection: AsyncConnection, identifier: str, position: int, **values: Any
) -> None:
    """Change one recipient."""
    which = recipients.c.message_id == identifier, recipients.c.position == position
    await connection.execute(recipients.update().where(*which).values(**values))


async def add_verdicts(connection: AsyncConnection, found: Mapping[str, dict[str, Any]]) -> None:
    """Store verdicts, by message id."""
    if found:
        rows = [{"message_id": key, "verdict": verdict} for key, verdict in found.items()]
        await connection.execute(verdicts.insert(), rows)


async def free(connection: AsyncConnection, ids: Sequence[str]) -> None:
    """Let the held recipients of messages be delivered to."""
    if ids:
        which = recipients.c.message_id.in_(ids), recipients.c.state == RecipientState.HELD
        await connection.execute(
            recipients.update().where(*which).values(state=RecipientState.PENDING)
        )


async def withhold(
    connection: AsyncConnection, identifier: str, addresses: Sequence[str], settled_at: datetime
) -> None:
    """Keep a message from recipients who block its sender, whatever becomes of it for others."""
    if addresses:
        column = recipients.c
        which = column.message_id == identifier, column.address.in_(addresses)
        dropped = recipients.update().where(*which, column.state == RecipientState.HELD)
        await connection.execute(
            dropped.values(state=RecipientState.DROPPED, settled_at=settled_at, response=WITHHELD)
        )


async def hold(
    connection: AsyncConnection, identifier: str, reason: str, held_at: datetime, until: datetime
) -> None:
    """Put a message into quarantine."""
    await connection.execute(
        quarantine.insert().values(
            message_id=identifier, held_at=held_at, expires_at=until, reason=reason, state="held"
        )
    )


async def resolve(connection: AsyncConnection, identifier: str, **values: Any) -> bool:
    """Close the quarantine of a message if it is still held; tell whether it was."""
    which = quarantine.c.message_id == identifier, quarantine.c.state == "held"
    return (
        await connection.execute(quarantine.update().where(*which).values(**values))
    ).rowcount == 1


async def expired(connection: AsyncConnection, now: datetime, limit: int) -> Sequence[str]:
    """Return the ids of held messages whose time is up."""
    wanted = sa.select(quarantine.c.message_id).where(
        quarantine.c.state == "held", quarantine.c.expires_at <= now
    )
    return (await connection.scalars(wanted.order_by(quarantine.c.expires_at).limit(limit))).all()


async def open_attempts(
    connection: AsyncConnection, ids: Sequence[str]
) -> Mapping[str, Sequence[Row]]:
    """Return the tries of messages whose end is not known, by message id."""
    wanted = sa.select(attempts).where(attempts.c.message_id.in_(ids), attempts.c.outcome.is_(None))
    return _by_message((await connection.execute(wanted)).mappings().all())


async def start_attempts(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Write down tries before they are made."""
    if rows:
        await connection.execute(attempts.insert(), rows)


async def finish_attempt(connection: AsyncConnection, identifier: str, **values: Any) -> None:
    """Write down how a try ended; one that was closed as lost in the meantime stays so."""
    still_open = attempts.c.id == identifier, attempts.c.outcome.is_(None)
    await connection.execute(attempts.update().where(*still_open).values(**values))


async def stranded(connection: AsyncConnection, before: datetime, limit: int) -> Sequence[str]:
    """Return messages accepted before `before` that nobody has judged."""
    wanted = sa.select(messages.c.id).where(
        messages.c.state == MessageState.RECEIVED, messages.c.received_at < before
    )
    return (await connection.scalars(wanted.order_by(messages.c.id).limit(limit))).all()


async def undelivered(connection: AsyncConnection, before: datetime, limit: int) -> Sequence[str]:
    """Return messages with a recipient that should have been tried before `before`."""
    due = sa.func.coalesce(recipients.c.next_attempt_at, messages.c.delivering_since)
    wanted = (
        sa.select(messages.c.id)
        .distinct()
        .join(recipients, recipients.c.message_id == messages.c.id)
        .where(
            messages.c.state.in_((MessageState.DELIVERING, MessageState.RELEASED)),
            recipients.c.state.in_(OPEN),
            due < before,
        )
    )
    return (await connection.scalars(wanted.order_by(messages.c.id).limit(limit))).all()
