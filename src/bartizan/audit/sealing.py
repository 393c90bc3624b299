"""Sealing: staged bodies become chained leaves, tiles and one signed checkpoint.

All of a batch is written in the transaction that holds the ledger's lock: a crash leaves either
the whole batch, signed, or nothing of it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit import repository
from bartizan.audit.canonical import Prepared, assemble
from bartizan.audit.checkpoints import Checkpoint, open_checkpoint
from bartizan.audit.errors import LedgerBrokenError, NoteError
from bartizan.audit.merkle import EMPTY_ROOT, leaf_hash
from bartizan.audit.notes import Signer, Verifier
from bartizan.audit.repository import EntryRow
from bartizan.audit.tiles import EMPTY_EDGE, Edge, TileId, edge_of, edge_tiles, grow
from bartizan.storage.database import lock

_LOCK = "audit.ledger"
#: Below so many entries a thread costs more than the hashing.
_INLINE = 32


@dataclass(frozen=True, slots=True)
class Head:
    """Where the ledger ends: the right edge of its tree, the last leaf hash, the checkpoint."""

    edge: Edge = EMPTY_EDGE
    last: bytes = EMPTY_ROOT
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """All that a batch writes, and the head it leads to."""

    rows: list[EntryRow]
    tiles: dict[TileId, bytes]
    head: Head


async def seal_batch(
    connection: AsyncConnection, signer: Signer, batch: Sequence[Prepared], known: Head
) -> Head:
    """Append a batch to the ledger in the caller's transaction; return where it ends now.

    `known` is the head as this process last saw it committed: while nobody else has sealed since,
    nothing needs to be read again. Call `hold` first.

    Raises:
        LedgerBrokenError: what is stored contradicts itself; nothing is signed on top of it.
    """
    head = await read_head(connection, signer.verifier, known)
    if len(batch) > _INLINE:
        sealed = await asyncio.to_thread(chain, head, batch, signer)
    else:
        sealed = chain(head, batch, signer)
    await repository.add_entries(connection, sealed.rows)
    await repository.put_tiles(connection, sealed.tiles)
    await repository.add_checkpoint(connection, sealed.head.edge.size, sealed.head.note)
    return sealed.head


async def hold(connection: AsyncConnection) -> None:
    """Keep every other process from sealing until the transaction ends."""
    await lock(connection, _LOCK)


def chain(head: Head, batch: Sequence[Prepared], signer: Signer) -> Sealed:
    """Give each entry its place after `head`, grow the tree, and sign its new root."""
    last, rows, leaves = head.last, [], []
    for index, (columns, body, _) in enumerate(batch, head.edge.size):
        canonical = assemble(body, index, last)
        last = leaf_hash(canonical)
        leaves.append(last)
        rows.append(EntryRow(index, *columns, canonical, last))
    edge, changed = grow(head.edge, leaves)
    note = Checkpoint(signer.name, edge.size, edge.root()).sign(signer)
    return Sealed(rows, changed, Head(edge, last, note))


async def read_head(connection: AsyncConnection, key: Verifier, known: Head) -> Head:
    """Return where the ledger ends, checked against the last signed checkpoint.

    Raises:
        LedgerBrokenError: checkpoint, tiles and entries do not fit together.
    """
    tip = await repository.tip(connection)
    if tip.entries != tip.size:
        raise _broken("its newest entry is not the one that its newest checkpoint counts")
    if tip.note == known.note:
        return known
    if tip.size < known.edge.size:
        raise _broken("it was longer a moment ago")
    edge = await _read_edge(connection, tip.size)
    if edge.root() != trusted(tip.note, key).root:
        raise _broken("its tiles do not lead to the root that was signed")
    return Head(edge, await repository.leaf_of(connection, tip.size - 1), tip.note)


def trusted(note: str, key: Verifier) -> Checkpoint:
    """Open one of our own checkpoints.

    Raises:
        LedgerBrokenError: this key did not sign it.
    """
    try:
        return open_checkpoint(note, key.name, [key])
    except NoteError as error:
        raise _broken(f"its newest checkpoint cannot be trusted ({error.detail})") from error


async def _read_edge(connection: AsyncConnection, size: int) -> Edge:
    try:
        return edge_of(size, await repository.read_tiles(connection, edge_tiles(size)))
    except KeyError as error:
        raise _broken("a tile at its right edge is missing or too short") from error


def _broken(why: str) -> LedgerBrokenError:
    return LedgerBrokenError(
        f"The stored ledger contradicts itself: {why}. Nothing more is signed. Run `bartizan audit "
        "verify`, keep the database as evidence, and restore it and its signing key together."
    )
