"""Senders that people let in or keep out: for one recipient, for a domain, or for everybody.

An entry is an address, or a domain that covers its subdomains. What entries mean is decided in
`policies`; here they are kept, each addition and removal with an entry in the ledger.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit.public import Entry, Ledger, Outcome
from bartizan.base.actor import Actor
from bartizan.base.clock import Clock
from bartizan.base.errors import InvalidError
from bartizan.base.ids import new_id
from bartizan.base.paging import PageRequest
from bartizan.mail.errors import ListEntryExistsError, ListEntryMissingError
from bartizan.mail.evidence import Listed, Listing
from bartizan.mail.models import lists
from bartizan.mail.permissions import MailPermission
from bartizan.storage.database import Database

Row = sa.RowMapping
_LABELS: Final = 10
_LONGEST: Final = 320


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A list entry to be made; see `Listing`. Without `expires_at` it stays."""

    kind: Listed
    pattern: str
    scope: str
    reason: str
    expires_at: datetime | None = None


class Lists:
    """Keeps the lists."""

    def __init__(self, database: Database, ledger: Ledger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    async def add(self, entry: NewEntry, actor: Actor, request_id: str | None = None) -> Row:
        """Add an entry.

        Raises:
            InvalidError: the pattern or the scope is no address and no domain, or its time is up.
            ListEntryExistsError: the very entry is there already.
        """
        now = self._clock.now()
        if entry.expires_at is not None and entry.expires_at <= now:
            raise InvalidError("The entry would have expired already; give a later moment or none.")
        pattern = normal(entry.pattern)
        values = {
            "id": new_id(),
            "kind": entry.kind,
            "pattern": pattern,
            "scope": normal(entry.scope) if entry.scope else "",
            "reason": entry.reason,
            "created_at": now,
            "created_by": actor.name[:200],
            "expires_at": entry.expires_at,
        }
        async with self._database.transaction() as connection:
            await _drop_expired(connection, values, now)
            try:
                await connection.execute(lists.insert(), values)
            except IntegrityError as error:
                raise ListEntryExistsError(
                    "There is such an entry already; remove it first to change it."
                ) from error
            await self._record(connection, values, actor, "added", request_id)
            return await _entry(connection, str(values["id"]))

    async def remove(
        self, identifier: str, reason: str, actor: Actor, request_id: str | None = None
    ) -> None:
        """Remove an entry.

        Raises:
            ListEntryMissingError: there is no such entry.
        """
        async with self._database.transaction() as connection:
            row = await _entry(connection, identifier)
            await connection.execute(lists.delete().where(lists.c.id == identifier))
            values = dict(row) | {"reason": reason}
            await self._record(connection, values, actor, "removed", request_id)

    async def find(
        self, page: PageRequest, kind: Listed | None = None, query: str | None = None
    ) -> tuple[Sequence[Row], int]:
        """Return a page of the entries, newest first, and how many there are."""
        wanted: list[sa.ColumnElement[bool]] = []
        if kind is not None:
            wanted.append(lists.c.kind == kind)
        if query:
            text = query.lower().replace("\0", "")
            columns = (lists.c.pattern, lists.c.scope)
            wanted.append(sa.or_(*(one.contains(text, autoescape=True) for one in columns)))
        after = page.after()
        rest = [*wanted, lists.c.id < after] if after is not None else wanted
        listed = sa.select(lists).where(*rest).order_by(lists.c.id.desc()).limit(page.page_size)
        if after is None:
            listed = listed.offset(page.offset)
        async with self._database.reading() as connection:
            counted = sa.select(sa.func.count()).select_from(lists).where(*wanted)
            total = await connection.scalar(counted) or 0
            return (await connection.execute(listed)).mappings().all(), total

    async def _record(
        self,
        connection: AsyncConnection,
        entry: dict[str, Any],
        actor: Actor,
        what: str,
        request_id: str | None,
    ) -> None:
        await self._ledger.record(
            connection,
            Entry(
                actor=actor,
                action=MailPermission.LIST_WRITE,
                object=f"mail-list:{entry['id']}",
                outcome=Outcome.DONE,
                reason=entry["reason"],
                request_id=request_id,
                details={"what": what, "kind": str(entry["kind"])},
                private={"pattern": entry["pattern"], "scope": entry["scope"]},
            ),
        )


async def naming(
    connection: AsyncConnection, addresses: Sequence[str], now: datetime
) -> tuple[Listing, ...]:
    """Return the entries in force that name one of these addresses."""
    patterns = sorted({pattern for address in addresses for pattern in patterns_of(address)})
    if not patterns:
        return ()
    column = lists.c
    in_force = sa.or_(column.expires_at.is_(None), column.expires_at > now)
    wanted = sa.select(column.kind, column.pattern, column.scope)
    rows = await connection.execute(
        wanted.where(column.pattern.in_(patterns), in_force).order_by(column.id)
    )
    return tuple(Listing(Listed(kind), pattern, scope) for kind, pattern, scope in rows)


def of(entries: Sequence[Listing], addresses: Sequence[str]) -> tuple[Listing, ...]:
    """Return those of the entries that name one of these addresses."""
    patterns = {pattern for address in addresses for pattern in patterns_of(address)}
    return tuple(entry for entry in entries if entry.pattern in patterns)


def patterns_of(address: str) -> list[str]:
    """Return every pattern that names an address: itself, its domain, the domains above."""
    labels = address.rpartition("@")[2].split(".")[-_LABELS:]
    return [address, *(".".join(labels[at:]) for at in range(len(labels)))]


def normal(pattern: str) -> str:
    """Return an address or domain as it is stored: in lower case, a domain without an @.

    Raises:
        InvalidError: it is neither.
    """
    plain = pattern.strip().lower().removeprefix("@")
    parts = plain.split("@")
    words = bool(plain) and plain.isprintable() and not any(letter.isspace() for letter in plain)
    if not words or len(plain) > _LONGEST or len(parts) > 2 or not all(parts):  # noqa: PLR2004
        raise InvalidError("Give an address (ada@example.com) or a domain (example.com).")
    return plain


async def _entry(connection: AsyncConnection, identifier: str) -> Row:
    found = await connection.execute(sa.select(lists).where(lists.c.id == identifier))
    row = found.mappings().one_or_none()
    if row is None:
        raise ListEntryMissingError("There is no list entry with this id.")
    return row


async def _drop_expired(connection: AsyncConnection, entry: dict[str, Any], now: datetime) -> None:
    """Make room where the same entry stood and its time is up."""
    same = [lists.c[name] == entry[name] for name in ("pattern", "scope", "kind")]
    await connection.execute(lists.delete().where(*same, lists.c.expires_at <= now))
