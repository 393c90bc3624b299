"""What the gateway remembers of senders: every query about them.

Writes are batched and made in one order of keys, so that two workers that commit at the same
moment wait for each other instead of blocking each other for good.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.mail.models import Label, correspondents, infrastructure, senders
from bartizan.mail.sightings import Sighting

Row = sa.RowMapping
#: An address, and whether it is about mail that proved to come from it.
Standing = tuple[str, bool]
#: Of a domain with more senders only so many are counted: what is many need not be exact.
_DOMAIN_SENDERS = 200
_CANDIDATES = 200
_INFRASTRUCTURE_SHOWN = 50


async def remember(connection: AsyncConnection, sightings: Iterable[Sighting]) -> None:
    """Add what judged messages teach; see `sightings`."""
    seen = list(sightings)
    await _merge(connection, senders, _sender_rows(seen))
    await _merge(connection, infrastructure, _infrastructure_rows(seen))
    await _merge(connection, correspondents, _correspondent_rows(seen))


async def count_decisions(
    connection: AsyncConnection, changes: Mapping[Standing, Mapping[Label, int]]
) -> None:
    """Add to, or take back from, what people decided about senders' mail."""
    for (address, proved), steps in sorted(changes.items(), key=lambda one: one[0]):
        values = {name: senders.c[name] + step for name, step in steps.items() if step}
        which = senders.c.address == address, senders.c.proved == proved
        if values:
            await connection.execute(senders.update().where(*which).values(values))


async def standing(connection: AsyncConnection, address: str) -> Mapping[bool, Row]:
    """Return an address's rows: of proved mail (`True`), and of mail that only said so."""
    rows = await connection.execute(sa.select(senders).where(senders.c.address == address))
    return {row["proved"]: row for row in rows.mappings()}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known around an address, apart from its own rows.

    `domain_seen` counts proved mail of its domain, as far as that is worth counting; `written_to`
    what our people wrote to it; `network_seen` whether its proved mail came through this network
    (`None`: it was not asked for). `watching_since` is when the oldest sender was first seen.
    """

    domain_seen: int
    written_to: int
    network_seen: bool | None
    watching_since: datetime | None


async def circumstances(
    connection: AsyncConnection, address: str, network: str | None
) -> Circumstances:
    """Return what is known around an address, in one question."""
    through, written = infrastructure.c, correspondents.c
    domain = address.rpartition("@")[2]
    some = sa.select(senders.c.messages).where(senders.c.domain == domain, senders.c.proved)
    same_network = through.address == address, through.kind == "network", through.value == network
    oldest = sa.select(senders.c.first_seen).order_by(senders.c.first_seen).limit(1)
    asked = sa.select(
        sa.select(sa.func.sum(some.limit(_DOMAIN_SENDERS).subquery().c.messages)).scalar_subquery(),
        sa.select(written.messages).where(written.address == address).scalar_subquery(),
        sa.select(through.messages).where(*same_network).scalar_subquery(),
        oldest.scalar_subquery(),
    )
    total, count, seen, since = (await connection.execute(asked)).one()
    return Circumstances(total or 0, count or 0, seen is not None if network else None, since)


async def infrastructure_of(connection: AsyncConnection, address: str) -> Sequence[Row]:
    """Return what an address's proved mail came through, most used first."""
    column = infrastructure.c
    wanted = sa.select(infrastructure).where(column.address == address)
    ordered = wanted.order_by(column.messages.desc(), column.kind, column.value)
    return (await connection.execute(ordered.limit(_INFRASTRUCTURE_SHOWN))).mappings().all()


async def alike(connection: AsyncConnection, address: str, name_key: str) -> Sequence[Row]:
    """Return correspondents that share an address's name, or one side of its @, most used first."""
    local, _, domain = address.rpartition("@")
    column = correspondents.c
    sides = [column.local == local, column.domain == domain]
    wanted = [*sides, column.name_key == name_key] if name_key else sides
    parts = [
        sa.select(column.address, column.name_key, column.messages)
        .where(one)
        .order_by(column.messages.desc())
        .limit(_CANDIDATES)
        .subquery()
        for one in wanted
    ]
    both = sa.union(*(sa.select(part) for part in parts)).subquery()
    found = await connection.execute(sa.select(both).order_by(both.c.messages.desc()))
    return found.mappings().all()


async def forget(connection: AsyncConnection, before: datetime) -> int:
    """Drop what nobody sent or wrote to since `before`; people's decisions are kept."""
    decided = sa.or_(*(senders.c[label] != 0 for label in Label))
    gone = await connection.execute(
        senders.delete().where(senders.c.last_seen < before, sa.not_(decided))
    )
    await connection.execute(infrastructure.delete().where(infrastructure.c.last_seen < before))
    await connection.execute(correspondents.delete().where(correspondents.c.last_written < before))
    return gone.rowcount


def _sender_rows(sightings: Sequence[Sighting]) -> list[dict[str, Any]]:
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in sightings:
        new = {"address": one.address, "proved": one.proved, "domain": one.domain}
        _add(rows, (one.address, one.proved), new, "seen", one.at)
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
            local, _, domain = written.address.rpartition("@")
            new = {"address": written.address, "local": local, "domain": domain}
            _add(rows, (written.address,), new | {"name_key": ""}, "written", one.at)
            row = rows[(written.address,)]
            row["name_key"] = written.name_key or row["name_key"]
    return _ordered(rows)


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
        if name == "name_key":
            given = insert.excluded.name_key
            changes[name] = sa.case((given == "", table.c.name_key), else_=given)
    keys = [column.name for column in table.primary_key]
    upsert = insert.on_conflict_do_update(index_elements=keys, set_=changes)
    await connection.execute(upsert, rows)
