"""What the gateway remembers of senders: every query about them.

Writes are batched and made in one order of keys, so that two workers that commit at the same
moment wait for each other instead of blocking each other for good.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.mail.likeness import keys_of
from bartizan.mail.models import Label, correspondents, infrastructure, likenesses, senders
from bartizan.mail.sightings import Sighting
from bartizan.storage.database import insert_new

Row = sa.RowMapping
#: An address, and whether it is about mail that proved to come from it.
Standing = tuple[str, bool]
#: So many correspondents are looked at, at most, for those whom authors might resemble.
_CANDIDATES = 1000
_INFRASTRUCTURE_SHOWN = 50


async def remember(connection: AsyncConnection, sightings: Iterable[Sighting]) -> None:
    """Add what judged messages teach; see `sightings`."""
    seen = list(sightings)
    await _merge(connection, senders, _sender_rows(seen))
    await _merge(connection, infrastructure, _infrastructure_rows(seen))
    await _merge(connection, correspondents, _correspondent_rows(seen))
    await insert_new(connection, likenesses, _likeness_rows(seen))


async def count_decisions(
    connection: AsyncConnection, changes: Mapping[Standing, Mapping[Label, int]]
) -> None:
    """Add to, or take back from, what people decided about senders' mail."""
    for (address, proved), steps in sorted(changes.items(), key=lambda one: one[0]):
        values = {name: senders.c[name] + step for name, step in steps.items() if step}
        which = senders.c.address == address, senders.c.proved == proved
        if values:
            await connection.execute(senders.update().where(*which).values(values))


async def standing_of(
    connection: AsyncConnection, addresses: Iterable[str]
) -> Mapping[Standing, Row]:
    """Return what is stored of addresses, and of their domains (see `domain_row`)."""
    asked = set(addresses)
    asked |= {domain_row(address) for address in asked}
    rows = await connection.execute(sa.select(senders).where(senders.c.address.in_(sorted(asked))))
    return {(row["address"], row["proved"]): row for row in rows.mappings()}


def domain_row(address: str) -> str:
    """Return the name under which all proved mail of an address's domain is counted."""
    return "@" + address.rpartition("@")[2]


async def networks_of(
    connection: AsyncConnection, pairs: Iterable[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """Return those pairs of address and network through which proved mail came before."""
    asked = sorted(set(pairs))
    through = infrastructure.c
    wanted = sa.select(through.address, through.value).where(
        through.kind == "network",
        through.address.in_([address for address, _ in asked]),
        through.value.in_([network for _, network in asked]),
    )
    found = {(address, network) for address, network in await connection.execute(wanted)}
    return frozenset(found & set(asked))


async def written_to(connection: AsyncConnection, addresses: Iterable[str]) -> Mapping[str, int]:
    """Return how often our people wrote to addresses."""
    column = correspondents.c
    wanted = sa.select(column.address, column.messages)
    rows = await connection.execute(wanted.where(column.address.in_(sorted(set(addresses)))))
    return {row.address: row.messages for row in rows}


async def watching_since(connection: AsyncConnection) -> datetime | None:
    """Return when the oldest sender was first seen."""
    oldest = sa.select(senders.c.first_seen).order_by(senders.c.first_seen).limit(1)
    found: datetime | None = await connection.scalar(oldest)
    return found


async def infrastructure_of(connection: AsyncConnection, address: str) -> Sequence[Row]:
    """Return what an address's proved mail came through, most used first."""
    column = infrastructure.c
    wanted = sa.select(infrastructure).where(column.address == address)
    ordered = wanted.order_by(column.messages.desc(), column.kind, column.value)
    return (await connection.execute(ordered.limit(_INFRASTRUCTURE_SHOWN))).mappings().all()


async def alike(connection: AsyncConnection, keys: Iterable[str]) -> Sequence[Row]:
    """Return correspondents who share one of these keys, most used first; see `likeness`."""
    wanted = sa.select(likenesses.c.key, likenesses.c.address)
    found = await connection.execute(
        wanted.where(likenesses.c.key.in_(sorted(set(keys)))).limit(_CANDIDATES)
    )
    rows = found.mappings().all()
    # Counted apart: joined, SQLite would walk through all correspondents to put them in order.
    written = await written_to(connection, (row["address"] for row in rows))
    return sorted(rows, key=lambda row: -written.get(row["address"], 0))


async def forget(connection: AsyncConnection, before: datetime) -> int:
    """Drop what nobody sent or wrote to since `before`; people's decisions are kept."""
    decided = sa.or_(*(senders.c[label] != 0 for label in Label))
    gone = await connection.execute(
        senders.delete().where(senders.c.last_seen < before, sa.not_(decided))
    )
    await connection.execute(infrastructure.delete().where(infrastructure.c.last_seen < before))
    await connection.execute(correspondents.delete().where(correspondents.c.last_written < before))
    kept = sa.select(correspondents.c.address)
    await connection.execute(likenesses.delete().where(likenesses.c.address.not_in(kept)))
    return gone.rowcount


def _sender_rows(sightings: Sequence[Sighting]) -> list[dict[str, Any]]:
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in sightings:
        new = {"address": one.address, "proved": one.proved, "domain": one.domain}
        _add(rows, (one.address, one.proved), new, "seen", one.at)
        if one.proved:
            whole = domain_row(one.address)
            _add(rows, (whole, True), new | {"address": whole}, "seen", one.at)
    return _ordered(rows)


def _infrastructure_rows(sightings: Sequence[Sighting]) -> list[dict[str, Any]]:
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in sightings:
        for kind, value in one.infrastructure:
            new = {"address": one.address, "kind": kind, "value": value}
            _add(rows, (one.address, kind, value), new, "seen", one.at)
    return _ordered(rows)


def _correspondent_rows(sightings: Sequence[Sighting]) -> list[dict[str, Any]]:
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in sightings:
        for written in one.written_to:
            _add(rows, (written.address,), {"address": written.address}, "written", one.at)
    return _ordered(rows)


def _likeness_rows(sightings: Sequence[Sighting]) -> list[dict[str, Any]]:
    pairs = {
        (key, written.address)
        for one in sightings
        for written in one.written_to
        for key in keys_of(written.address, written.name_key)
    }
    return [{"key": key, "address": address} for key, address in sorted(pairs)]


def _add(
    rows: dict[tuple[Any, ...], dict[str, Any]],
    key: tuple[Any, ...],
    new: dict[str, Any],
    verb: str,
    at: datetime,
) -> None:
    first, last = f"first_{verb}", f"last_{verb}"
    row = rows.setdefault(key, new | {"messages": 0, first: at, last: at})
    row["messages"] += 1
    row[first], row[last] = min(row[first], at), max(row[last], at)


def _ordered(rows: Mapping[tuple[Any, ...], dict[str, Any]]) -> list[dict[str, Any]]:
    return [rows[key] for key in sorted(rows)]


async def _merge(
    connection: AsyncConnection, table: sa.Table, rows: Sequence[dict[str, Any]]
) -> None:
    """Insert rows; where one is there already, add its count and move its dates."""
    if not rows:
        return
    on_postgresql = connection.dialect.name == "postgresql"
    build: Any = postgresql if on_postgresql else sqlite
    insert = build.insert(table)
    later: Callable[..., Any] = sa.func.greatest if on_postgresql else sa.func.max
    changes = {"messages": table.c.messages + insert.excluded.messages}
    for name in (column.name for column in table.c):
        if name.startswith("last_"):
            changes[name] = later(table.c[name], insert.excluded[name])
    keys = [column.name for column in table.primary_key]
    upsert = insert.on_conflict_do_update(index_elements=keys, set_=changes)
    await connection.execute(upsert, rows)
