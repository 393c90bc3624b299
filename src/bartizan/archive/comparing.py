"""Whether search shows exactly what is archived, id by id."""

import asyncio
from collections.abc import Iterator

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.archive import repository
from bartizan.archive.records import Completeness
from bartizan.storage.database import Database
from bartizan.storage.search.port import SearchReader
from bartizan.storage.search.query import AllOf

_CHUNK = 5_000
_NAMED = 100
_LOOKED_THROUGH = 100_000  # documents read to name what is superfluous


async def compare(database: Database, reader: SearchReader) -> Completeness:
    """Compare archive and index. The index is read first: what it shows must be archived."""
    await asyncio.to_thread(reader.refresh)
    indexed = await asyncio.to_thread(reader.count)
    async with database.reading() as connection:
        messages, missing_total = 0, 0
        missing: list[str] = []
        async for ids in repository.every_id(connection, _CHUNK):
            messages += len(ids)
            absent = await asyncio.to_thread(reader.missing, ids)
            missing_total += len(absent)
            missing += absent[: _NAMED - len(missing)]
        left_over = max(0, indexed - (messages - missing_total))
        superfluous = await _superfluous(connection, reader, left_over)
    return Completeness(
        messages, indexed, tuple(missing), missing_total, tuple(superfluous), left_over
    )


async def _superfluous(
    connection: AsyncConnection, reader: SearchReader, left_over: int
) -> list[str]:
    """Name documents of the index that are no messages of the archive."""
    found: list[str] = []
    pages = _pages(reader) if left_over else iter(())
    while len(found) < min(left_over, _NAMED):
        ids = await asyncio.to_thread(next, pages, ())
        if not ids:
            break
        known = await repository.messages_by_id(connection, ids)
        found += [identifier for identifier in ids if identifier not in known]
    return found[:_NAMED]


def _pages(reader: SearchReader) -> Iterator[tuple[str, ...]]:
    for offset in range(0, _LOOKED_THROUGH, _CHUNK):
        yield reader.search(AllOf(()), limit=_CHUNK, offset=offset).ids
