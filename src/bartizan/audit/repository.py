"""Every query of the ledger, but for its search."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit.canonical import Prepared
from bartizan.audit.models import checkpoints, entries, private, staged, tiles
from bartizan.audit.tiles import TileId

_BINDS = 250
#: Rows a statement on SQLite; times the columns this stays below its limit of 32,766 values.
_WIDTHS = (500, 50)


class EntryRow(NamedTuple):
    """A row of `audit_entries`, in the order of its columns; the time in microseconds."""

    place: int
    id: str
    time: int
    actor_id: str
    action: str
    object: str
    outcome: str
    canonical: bytes
    leaf_hash: bytes


class PrivateRow(NamedTuple):
    """A private field that still exists."""

    entry_id: str
    name: str
    salt: bytes
    value: str


class Tip(NamedTuple):
    """The newest checkpoint (size 0 and no note before the first), and how many entries exist."""

    size: int
    note: str
    entries: int


_newest = sa.select(checkpoints).order_by(checkpoints.c.size.desc()).limit(1).subquery()
_count = sa.select(sa.func.coalesce(sa.func.max(entries.c.index) + 1, 0)).scalar_subquery()
_one = sa.select(sa.literal(1).label("one")).subquery()
_TIP = sa.select(sa.func.coalesce(_newest.c.size, 0), _newest.c.note, _count).select_from(
    _one.outerjoin(_newest, sa.true())
)


@dataclass(frozen=True, slots=True)
class Extent:
    """The outermost keys of the tables: where rows may lie that no pass over them meets."""

    first_entry: int | None
    first_checkpoint: int | None
    tiles: Mapping[int, int]


async def stage(connection: AsyncConnection, prepared: Sequence[Prepared]) -> None:
    """Keep entries until they are sealed."""
    rows = [(entry.columns.id, entry.body) for entry in prepared]
    await _insert(connection, staged, rows)
    await keep_private(connection, prepared)


async def keep_private(connection: AsyncConnection, prepared: Iterable[Prepared]) -> None:
    """Keep salts and values of private fields."""
    rows = [(entry.columns.id, *field) for entry in prepared for field in entry.private]
    await _insert(connection, private, rows)


async def count_staged(connection: AsyncConnection) -> int:
    """Count the entries that wait to be sealed."""
    return int(await connection.scalar(sa.select(sa.func.count()).select_from(staged)) or 0)


async def take_staged(connection: AsyncConnection, limit: int) -> list[tuple[str, bytes]]:
    """Remove up to `limit` staged entries, and return their ids and bodies, oldest first."""
    oldest = sa.select(staged.c.id).order_by(staged.c.id).limit(limit)
    query = staged.delete().where(staged.c.id.in_(oldest)).returning(staged.c.id, staged.c.body)
    return sorted((row.id, row.body) for row in await connection.execute(query))


async def tip(connection: AsyncConnection) -> Tip:
    """Return where checkpoints and entries end."""
    row = (await connection.execute(_TIP)).one()
    return Tip(row[0], _text(row[1]), row[2])


async def checkpoints_between(
    connection: AsyncConnection, after: int, until: int
) -> dict[int, str]:
    """Return the notes of the checkpoints of a size over `after` and up to `until`, by size."""
    size = checkpoints.c.size
    query = sa.select(checkpoints).where(size > after, size <= until)
    return {row.size: _text(row.note) for row in await connection.execute(query)}


async def leaf_of(connection: AsyncConnection, index: int) -> bytes:
    """Return the leaf hash of an entry that exists."""
    query = sa.select(entries.c.leaf_hash).where(entries.c.index == index)
    return bytes((await connection.execute(query)).scalar_one())


async def entries_from(connection: AsyncConnection, index: int, limit: int) -> list[EntryRow]:
    """Return up to `limit` entries from `index` on, in order."""
    raw_time = sa.type_coerce(entries.c.time, sa.BigInteger).label("time")
    columns = [raw_time if column.name == "time" else column for column in entries.c]
    query = sa.select(*columns).where(entries.c.index >= index)
    found = await connection.execute(query.order_by(entries.c.index).limit(limit))
    return [EntryRow(*row) for row in found]


async def canonical_from(
    connection: AsyncConnection, index: int, until: int
) -> list[tuple[int, bytes]]:
    """Return index and canonical bytes of the entries `[index, until)`, in order."""
    place = entries.c.index
    query = sa.select(place, entries.c.canonical).where(place >= index, place < until)
    return [(at, content) for at, content in await connection.execute(query.order_by(place))]


async def index_of(connection: AsyncConnection, identifier: str) -> int | None:
    """Return the index of the entry with this id."""
    query = sa.select(entries.c.index).where(entries.c.id == identifier)
    found: int | None = await connection.scalar(query)
    return found


async def objects_of(
    connection: AsyncConnection, action: str, objects: Collection[str]
) -> set[str]:
    """Return those of `objects` to which `action` was done."""
    found: set[str] = set()
    for some in _chunks(list(objects)):
        query = sa.select(entries.c.object).where(
            entries.c.action == action, entries.c.object.in_(some)
        )
        found |= set((await connection.scalars(query)).all())
    return found


async def private_of(connection: AsyncConnection, ids: Collection[str]) -> list[PrivateRow]:
    """Return the private fields of entries, as far as they still exist."""
    found: list[PrivateRow] = []
    for some in _chunks(list(ids)):
        query = sa.select(private).where(private.c.entry_id.in_(some))
        found += [PrivateRow(*row) for row in await connection.execute(query)]
    return found


async def destroy_private(connection: AsyncConnection, identifier: str) -> int:
    """Destroy the private fields of an entry, overwritten on disk; return how many there were."""
    if connection.dialect.name == "sqlite":
        await connection.execute(sa.text("PRAGMA secure_delete=ON"))
    query = private.delete().where(private.c.entry_id == identifier)
    return (await connection.execute(query)).rowcount


async def read_tiles(connection: AsyncConnection, wanted: Iterable[TileId]) -> dict[TileId, bytes]:
    """Return those of the wanted tiles that exist."""
    found: dict[TileId, bytes] = {}
    for some in _chunks(sorted(wanted)):
        query = sa.select(tiles).where(sa.tuple_(tiles.c.level, tiles.c.place).in_(some))
        found |= {
            TileId(level, place): hashes for level, place, hashes in await connection.execute(query)
        }
    return found


async def extent(connection: AsyncConnection) -> Extent:
    """Return the lowest keys of entries and checkpoints, and the number of tiles a level."""
    lowest = sa.select(
        sa.select(sa.func.min(entries.c.index)).scalar_subquery(),
        sa.select(sa.func.min(checkpoints.c.size)).scalar_subquery(),
    )
    first_entry, first_checkpoint = (await connection.execute(lowest)).one()
    per_level = sa.select(tiles.c.level, sa.func.count()).group_by(tiles.c.level)
    counts = (await connection.execute(per_level)).all()
    return Extent(first_entry, first_checkpoint, {row[0]: row[1] for row in counts})


async def steady(connection: AsyncConnection) -> None:
    """Let a connection that has read nothing yet see the one same state until it is given back."""
    if connection.dialect.name == "postgresql":
        await connection.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


async def add_entries(connection: AsyncConnection, rows: Sequence[EntryRow]) -> None:
    """Insert sealed entries."""
    await _insert(connection, entries, rows)


async def put_tiles(connection: AsyncConnection, changed: Mapping[TileId, bytes]) -> None:
    """Insert tiles, or replace partial ones by what they have grown to."""
    statement = _upsert_statement(connection.dialect)
    await connection.exec_driver_sql(statement, [(*tile, changed[tile]) for tile in changed])


async def add_checkpoint(connection: AsyncConnection, size: int, note: str) -> None:
    """Insert a signed checkpoint."""
    await _insert(connection, checkpoints, [(size, note.encode())])


async def _insert(
    connection: AsyncConnection, table: Table, rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert raw rows, in the order of the table's columns, past the per-value processing.

    SQLite steps once a statement, and each step hands the interpreter's lock back and forth: there
    many rows go into one statement.
    """
    done = 0
    for width in _WIDTHS if connection.dialect.name == "sqlite" else ():
        statement = _insert_statement(connection.dialect, table, width)
        while len(rows) - done >= width:
            flat = tuple(chain.from_iterable(rows[done : done + width]))
            await connection.exec_driver_sql(statement, flat)
            done += width
    if done < len(rows):
        statement = _insert_statement(connection.dialect, table, 1)
        await connection.exec_driver_sql(statement, list(rows[done:]))


@cache
def _upsert_statement(dialect: Dialect) -> str:
    build: Any = postgresql if dialect.name == "postgresql" else sqlite
    insert = build.insert(tiles)
    upsert = insert.on_conflict_do_update(
        index_elements=[tiles.c.level, tiles.c.place], set_={"hashes": insert.excluded.hashes}
    )
    return str(upsert.compile(dialect=dialect))


@cache
def _insert_statement(dialect: Dialect, table: Table, rows: int) -> str:
    head, values, row = str(table.insert().compile(dialect=dialect)).partition(" VALUES ")
    return head + values + ", ".join([row] * rows)


def _text(note: bytes | None) -> str:
    """Decode a note; bytes that are no text can only be damage, and no signature survives it."""
    return (note or b"").decode("utf-8", "replace")


def _chunks(values: list[Any]) -> Iterable[list[Any]]:
    return (values[at : at + _BINDS] for at in range(0, len(values), _BINDS))
