"""Making proofs from stored tiles, for the tree that the newest checkpoint signs."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit import repository
from bartizan.audit.canonical import MalformedEntryError, read_entry
from bartizan.audit.checkpoints import Checkpoint
from bartizan.audit.entry import SealedEntry
from bartizan.audit.errors import EntryNotFoundError, LedgerBrokenError, SizeUnknownError
from bartizan.audit.merkle import (
    EMPTY_ROOT,
    Range,
    consistency_ranges,
    extends,
    includes,
    inclusion_ranges,
)
from bartizan.audit.notes import Signer
from bartizan.audit.proofs import ProofText
from bartizan.audit.sealing import trusted
from bartizan.audit.tiles import range_roots, tiles_for


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """Shows that an entry is number `index` of the tree that `checkpoint` signs."""

    entry: SealedEntry
    index: int
    tree_size: int
    leaf_hash: bytes
    hashes: tuple[bytes, ...]
    root_hash: bytes
    checkpoint: str

    @property
    def text(self) -> str:
        """The proof as C2SP tlog-proof, the entry's canonical bytes in its `extra` line."""
        return self.parts().encode()

    def parts(self) -> ProofText:
        """Return what the text is made of."""
        return ProofText(self.index, self.hashes, self.checkpoint, self.entry.canonical)


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """Shows that the ledger of `new_size` entries begins with the whole of that of `old_size`."""

    old_size: int
    new_size: int
    old_root: bytes
    new_root: bytes
    hashes: tuple[bytes, ...]


async def signed_head(connection: AsyncConnection, signer: Signer) -> tuple[Checkpoint, str]:
    """Return the newest checkpoint and its note; of an empty ledger, one signed on the spot.

    Raises:
        LedgerBrokenError: our key did not sign it.
    """
    tip = await repository.tip(connection)
    if not tip.note:
        empty = Checkpoint(signer.name, 0, EMPTY_ROOT)
        return empty, empty.sign(signer)
    return trusted(tip.note, signer.verifier), tip.note


async def sealed_entry(connection: AsyncConnection, index: int) -> SealedEntry:
    """Return the entry at `index`.

    Raises:
        EntryNotFoundError: there is none.
        LedgerBrokenError: its bytes are not an entry any more.
    """
    for found, canonical in await repository.canonical_from(connection, index, index + 1):
        return entry_of(found, canonical)
    raise EntryNotFoundError(f"The ledger has no entry {index}; list the entries to see which.")


def entry_of(index: int | None, canonical: bytes) -> SealedEntry:
    """Read a stored entry.

    Raises:
        LedgerBrokenError: its bytes are not an entry, or not the one of this index.
    """
    try:
        found = read_entry(canonical)
    except MalformedEntryError as error:
        raise _broken(index) from error
    if index is not None and found.index != index:
        raise _broken(index)
    return found


async def prove_inclusion(
    connection: AsyncConnection, signer: Signer, index: int
) -> InclusionProof:
    """Prove that the entry at `index` is in the ledger; the proof is checked before it is given.

    Raises:
        EntryNotFoundError: there is no such entry.
        LedgerBrokenError: the stored tree does not prove it.
    """
    entry = await sealed_entry(connection, index)
    head, note = await signed_head(connection, signer)
    if index >= head.size:
        raise _broken(index)
    hashes = await _roots(connection, inclusion_ranges(index, head.size), index)
    if not includes(index, head.size, entry.leaf_hash, hashes, head.root):
        raise _broken(index)
    return InclusionProof(entry, index, head.size, entry.leaf_hash, tuple(hashes), head.root, note)


async def prove_consistency(
    connection: AsyncConnection, signer: Signer, old: int, new: int
) -> ConsistencyProof:
    """Prove that nothing of the first `old` entries changed when the ledger grew to `new`.

    Raises:
        SizeUnknownError: not `0 < old <= new <= size of the ledger`.
        LedgerBrokenError: the stored tree does not prove it.
    """
    head, _ = await signed_head(connection, signer)
    if not 0 < old <= new <= head.size:
        raise SizeUnknownError(
            f"The ledger has {head.size} entries: ask for 0 < old <= new <= {head.size}."
        )
    wanted = consistency_ranges(old, new)
    old_root, new_root = (
        await _roots(connection, [(0, old)], old - 1),
        await _roots(connection, [(0, new)], new - 1),
    )
    hashes = await _roots(connection, wanted, old - 1)
    if not extends(old, new, old_root[0], new_root[0], hashes):
        raise _broken(old - 1)
    return ConsistencyProof(old, new, old_root[0], new_root[0], tuple(hashes))


async def _roots(connection: AsyncConnection, ranges: list[Range], index: int) -> list[bytes]:
    tiles = await repository.read_tiles(connection, tiles_for(ranges))
    try:
        return range_roots(ranges, tiles)
    except KeyError as error:
        raise _broken(index) from error


def _broken(index: int | None) -> LedgerBrokenError:
    what = "An entry" if index is None else f"Entry {index}"
    return LedgerBrokenError(
        f"{what} is not what was signed. Run `bartizan audit verify` and keep the database as "
        "evidence."
    )
