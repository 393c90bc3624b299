"""Every query on the archive's tables. The caller holds the transaction."""

import zlib
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.archive.models import index_orders, messages, observations, texts
from bartizan.archive.records import ArchivedMessage, MessageFacts, Observation
from bartizan.storage.database import insert_new

_REBUILD = "rebuild"
_FAST = 1  # zlib's level: text is written once a message and read in passing
_OBSERVED = tuple(observations.c[name] for name in (field.name for field in fields(Observation)))


async def add_messages(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Insert messages whose hash is not archived yet, and return the ids that went in."""
    await insert_new(connection, messages, rows)
    return await _present(connection, messages.c.id, [row["id"] for row in rows])


async def add_observations(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Insert observations whose source is not known yet, and return the ids that went in."""
    await insert_new(connection, observations, rows)
    return await _present(connection, observations.c.id, [row["id"] for row in rows])


async def _present(
    connection: AsyncConnection, column: sa.Column[Any], ids: Collection[str]
) -> set[str]:
    return set(await connection.scalars(sa.select(column).where(column.in_(ids))))


async def note_entries(connection: AsyncConnection, entries: Mapping[str, str]) -> None:
    """Note which ledger entry tells that a message was archived."""
    if entries:
        noted = messages.update().where(messages.c.id == sa.bindparam("known"))
        rows = [{"known": key, "entry": entry} for key, entry in entries.items()]
        await connection.execute(noted.values(ledger_entry=sa.bindparam("entry")), rows)


async def ids_of(connection: AsyncConnection, hashes: Collection[str]) -> dict[str, str]:
    """Return the ids of archived messages by their SHA-256."""
    found = sa.select(messages.c.sha256, messages.c.id).where(messages.c.sha256.in_(hashes))
    return {row.sha256: row.id for row in await connection.execute(found)}


async def observed_again(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Note that messages were seen again: `{known, disposition, score, retain_until}` each.

    The index has to follow, since every recipient finds the message; retention only grows.
    """
    if not rows:
        return
    later = sa.bindparam("retain", type_=messages.c.retain_until.type)
    changed = messages.update().where(messages.c.id == sa.bindparam("known"))
    await connection.execute(
        changed.values(
            revision=messages.c.revision + 1,
            indexed_at=None,
            disposition=sa.func.coalesce(
                sa.bindparam("judged", type_=sa.String), messages.c.disposition
            ),
            score=sa.func.coalesce(sa.bindparam("points", type_=sa.Integer), messages.c.score),
            retain_until=sa.case(
                (messages.c.retain_until < later, later), else_=messages.c.retain_until
            ),
        ),
        rows,
    )


async def message(connection: AsyncConnection, identifier: str) -> ArchivedMessage | None:
    """Return a message by its id or its SHA-256."""
    wanted = sa.or_(messages.c.id == identifier, messages.c.sha256 == identifier.lower())
    row = (await connection.execute(sa.select(messages).where(wanted))).mappings().first()
    return ArchivedMessage(**row) if row is not None else None


async def messages_by_id(
    connection: AsyncConnection, ids: Collection[str]
) -> dict[str, ArchivedMessage]:
    """Return those of these messages that exist, by id."""
    found = await connection.execute(sa.select(messages).where(messages.c.id.in_(ids)))
    return {row["id"]: ArchivedMessage(**row) for row in found.mappings()}


async def observations_of(
    connection: AsyncConnection, ids: Collection[str]
) -> Mapping[str, list[Observation]]:
    """Return what was observed of messages, by their ids, oldest first."""
    chosen = sa.select(observations.c.archive_id, *_OBSERVED).order_by(
        observations.c.received_at, observations.c.id
    )
    rows = await connection.execute(chosen.where(observations.c.archive_id.in_(ids)))
    found: dict[str, list[Observation]] = defaultdict(list)
    for row in rows.mappings():
        facts = {column.name: row[column] for column in _OBSERVED}
        found[row["archive_id"]].append(
            Observation(**facts | {"recipients": tuple(row["recipients"])})
        )
    return found


async def pending(
    connection: AsyncConnection, limit: int, without: Collection[str] = ()
) -> list[ArchivedMessage]:
    """Return messages that search cannot find yet, oldest first, `without` some."""
    waiting = sa.select(messages).where(messages.c.indexed_at.is_(None)).order_by(messages.c.id)
    if without:
        waiting = waiting.where(messages.c.id.not_in(without))
    rows = await connection.execute(waiting.limit(limit))
    return [ArchivedMessage(**row) for row in rows.mappings()]


async def mark_indexed(
    connection: AsyncConnection, indexed: Iterable[ArchivedMessage], now: datetime
) -> None:
    """Note that search finds these revisions; a message that moved on stays pending."""
    rows = [{"known": message.id, "shown": message.revision} for message in indexed]
    if rows:
        shown = messages.update().where(
            messages.c.id == sa.bindparam("known"),
            messages.c.revision == sa.bindparam("shown"),
        )
        await connection.execute(shown.values(indexed_at=now), rows)


async def count(connection: AsyncConnection) -> int:
    """Return how many messages are archived."""
    return await connection.scalar(sa.select(sa.func.count()).select_from(messages)) or 0


async def count_pending(connection: AsyncConnection) -> int:
    """Return how many messages search cannot find yet."""
    waiting = sa.select(sa.func.count()).where(messages.c.indexed_at.is_(None))
    return await connection.scalar(waiting) or 0


async def every_id(connection: AsyncConnection, chunk: int) -> AsyncIterator[list[str]]:
    """Yield the ids of all messages in order, in lists of up to `chunk`."""
    last = ""
    while True:
        following = sa.select(messages.c.id).where(messages.c.id > last).order_by(messages.c.id)
        ids = list(await connection.scalars(following.limit(chunk)))
        if not ids:
            return
        yield ids
        last = ids[-1]


async def put_texts(connection: AsyncConnection, found: Mapping[str, str]) -> None:
    """Keep the readable text of messages, by id; what is there already stays."""
    rows = [{"id": key, "text": zlib.compress(text.encode(), _FAST)} for key, text in found.items()]
    await insert_new(connection, texts, rows)


async def texts_of(connection: AsyncConnection, ids: Collection[str]) -> dict[str, str]:
    """Return the readable text of those messages whose text is kept, by id."""
    rows = await connection.execute(sa.select(texts).where(texts.c.id.in_(ids)))
    return {row.id: zlib.decompress(row.text).decode() for row in rows}


async def put_facts(connection: AsyncConnection, found: Mapping[str, MessageFacts]) -> None:
    """Replace what messages say about themselves by a new reading of them, by id."""
    for identifier, facts in found.items():
        changed = messages.update().where(messages.c.id == identifier)
        await connection.execute(changed.values(columns_of(facts)))


def columns_of(facts: MessageFacts) -> dict[str, Any]:
    """Return the columns of `archive_messages` that the message itself speaks of."""
    return {
        "message_id": facts.message_id,
        "subject": facts.subject,
        "from_address": facts.from_address,
        "from_name": facts.from_name,
        "to": list(facts.to),
        "cc": list(facts.cc),
        "date": facts.date,
        "attachments": list(facts.attachments),
    }


async def order_rebuild(connection: AsyncConnection, now: datetime) -> None:
    """Ask the indexer to make the index anew from the blobs."""
    await insert_new(connection, index_orders, [{"order": _REBUILD, "ordered_at": now}])


async def rebuild_ordered(connection: AsyncConnection) -> bool:
    """Tell whether a rebuild was asked for and has not begun."""
    order = sa.select(index_orders.c.order).where(index_orders.c.order == _REBUILD)
    return await connection.scalar(order) is not None


async def begin_rebuild(connection: AsyncConnection) -> None:
    """Forget what was read from the blobs and what the index shows; the order is carried out."""
    await connection.execute(texts.delete())
    await connection.execute(
        messages.update().values(indexed_at=None, revision=messages.c.revision + 1)
    )
    await connection.execute(index_orders.delete().where(index_orders.c.order == _REBUILD))
