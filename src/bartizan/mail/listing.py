"""Lists of messages: filters, pages by key, counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.base.paging import PageRequest
from bartizan.mail.models import messages, quarantine, recipients
from bartizan.mail.repository import Row


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Which messages are wanted; what is `None` does not matter.

    `query` is looked for in the subject, the author and the envelope's addresses; `sender` and
    `recipient` are parts of addresses. `held` keeps to what is in quarantine now.
    """

    disposition: str | None = None
    state: str | None = None
    query: str | None = None
    sender: str | None = None
    recipient: str | None = None
    received_after: datetime | None = None
    received_before: datetime | None = None
    held: bool = False


async def find(
    connection: AsyncConnection, wanted: MessageFilter, page: PageRequest
) -> tuple[Sequence[Row], int]:
    """Return a page of messages, newest first, and how many there are in all."""
    conditions = _conditions(wanted)
    listed = sa.select(messages, quarantine.c.held_at, quarantine.c.expires_at).outerjoin(
        quarantine, quarantine.c.message_id == messages.c.id
    )
    counted = sa.select(sa.func.count()).select_from(messages)
    if wanted.held:
        conditions.append(quarantine.c.state == "held")
        counted = counted.join(quarantine, quarantine.c.message_id == messages.c.id)
    after = page.after()
    # Ids sort by time: the id of the last message seen continues the list wherever it stands.
    rest = [*conditions, messages.c.id < after] if after is not None else conditions
    listed = listed.where(*rest).order_by(messages.c.id.desc()).limit(page.page_size)
    if after is None:
        listed = listed.offset(page.offset)
    total = await connection.scalar(counted.where(*conditions)) or 0
    return (await connection.execute(listed)).mappings().all(), total


async def addresses(
    connection: AsyncConnection, identifiers: Sequence[str]
) -> dict[str, list[str]]:
    """Return the recipients of several messages."""
    wanted = sa.select(recipients.c.message_id, recipients.c.address).where(
        recipients.c.message_id.in_(identifiers)
    )
    found: dict[str, list[str]] = {identifier: [] for identifier in identifiers}
    ordered = wanted.order_by(recipients.c.message_id, recipients.c.position)
    for identifier, address in await connection.execute(ordered):
        found[identifier].append(address)
    return found


def _conditions(wanted: MessageFilter) -> list[sa.ColumnElement[bool]]:
    """Build the conditions; our own notifications are no mail anybody sent us."""
    column = messages.c
    found: list[sa.ColumnElement[bool]] = [column.notice_of.is_(None)]
    if wanted.disposition is not None:
        found.append(column.disposition == wanted.disposition)
    if wanted.state is not None:
        found.append(column.state == wanted.state)
    if wanted.received_after is not None:
        found.append(column.received_at >= wanted.received_after)
    if wanted.received_before is not None:
        found.append(column.received_at < wanted.received_before)
    if wanted.sender:
        found.append(_any_holds(wanted.sender, column.from_address, column.envelope_from))
    if wanted.recipient:
        found.append(_addressed_to(wanted.recipient))
    if wanted.query:
        texts = (column.subject, column.from_name, column.from_address, column.envelope_from)
        found.append(sa.or_(_any_holds(wanted.query, *texts), _addressed_to(wanted.query)))
    return found


def _any_holds(text: str, *columns: sa.Column[Any]) -> sa.ColumnElement[bool]:
    return sa.or_(*(column.icontains(text, autoescape=True) for column in columns))


def _addressed_to(text: str) -> sa.ColumnElement[bool]:
    matching = recipients.c.address.icontains(text, autoescape=True)
    return messages.c.id.in_(sa.select(recipients.c.message_id).where(matching))
