"""Finding entries: filters, newest first, page by page."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit.entry import Outcome
from bartizan.audit.models import entries
from bartizan.audit.plain import plain_text
from bartizan.base.errors import InvalidError
from bartizan.base.paging import PageRequest

_HIGHEST = "\U0010ffff"
_MAX_DIGITS = 18


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries are wanted; what is None does not matter.

    `action` is a word or the beginning of one (`mail:`); `actor` and `object` are ids; `after`
    is inclusive and `before` exclusive.
    """

    action: str | None = None
    actor: str | None = None
    object: str | None = None
    outcome: Outcome | None = None
    after: datetime | None = None
    before: datetime | None = None

    @classmethod
    def read(
        cls,
        action: str | None,
        actor: str | None,
        thing: str | None,
        outcome: Outcome | None,
        span: tuple[datetime | None, datetime | None],
    ) -> "EntryFilter":
        """Build a filter from what somebody typed.

        Raises:
            InvalidError: a time has no zone, or a text holds what no entry can.
        """
        if any(moment is not None and moment.tzinfo is None for moment in span):
            raise InvalidError("A time needs a zone: write 2026-01-31T12:00:00Z.")
        if any(text is not None and not _is_storable(text) for text in (action, actor, thing)):
            raise InvalidError("A filter holds a character that no entry can hold.")
        return cls(action, actor, thing, outcome, *span)

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """Return the filter as conditions on `audit_entries`."""
        table = entries.c
        found: list[sa.ColumnElement[bool]] = []
        if self.action:
            found += [table.action >= self.action, table.action < self.action + _HIGHEST]
        if self.actor is not None:
            found.append(table.actor_id == self.actor)
        if self.object is not None:
            found.append(table.object == self.object)
        if self.outcome is not None:
            found.append(table.outcome == self.outcome.value)
        if self.after is not None:
            found.append(table.time >= self.after)
        if self.before is not None:
            found.append(table.time < self.before)
        return found


async def search(
    connection: AsyncConnection, wanted: EntryFilter, page: PageRequest
) -> tuple[list[bytes], int]:
    """Return the canonical bytes of a page, newest first, and how many entries match in all.

    Raises:
        InvalidError: the cursor is not one of ours.
    """
    conditions = wanted.conditions()
    total = sa.select(sa.func.count()).select_from(entries).where(*conditions)
    query = sa.select(entries.c.canonical).where(*conditions).order_by(entries.c.index.desc())
    if (last := _last_seen(page)) is None:
        query = query.offset(page.offset)
    else:
        query = query.where(entries.c.index < last)
    found = (await connection.scalars(query.limit(page.page_size))).all()
    return [bytes(row) for row in found], int(await connection.scalar(total) or 0)


def _is_storable(text: str) -> bool:
    return plain_text(text, len(text) or 1) == text


def _last_seen(page: PageRequest) -> int | None:
    key = page.after()
    if key is None:
        return None
    if not (key.isascii() and key.isdigit() and len(key) <= _MAX_DIGITS):
        raise InvalidError("The cursor is not one this API gave; start without it.")
    return int(key)
