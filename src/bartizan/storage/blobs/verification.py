"""Reads a whole pack store and names what is not as it was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bartizan.storage.blobs.index import Index
from bartizan.storage.blobs.layout import Layout, packs_in
from bartizan.storage.blobs.pack import PackReader, reading
from bartizan.storage.blobs.record import PACK_HEAD_SIZE, Kind, Place
from bartizan.storage.blobs.scan import Found, Gap, scan
from bartizan.storage.blobs.testimony import data_record

_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong in a store.

    `sha256` is the blob concerned, in hex, where it is known; `pack` and `offset` say where.
    """

    sha256: str | None
    pack: str
    offset: int
    sentence: str


def flaws_in_pack(path: Path, index: Index) -> Iterator[Flaw]:
    """Yield the flaws of a pack, as far as the index knows it: what follows may be in the making.

    Raises:
        OSError: the disk refuses.
    """
    with reading(path) as pack:
        end = min(index.indexed_to(pack.id), pack.size)
        if not pack.head_intact:
            yield Flaw(None, path.name, 0, "the head of the pack is damaged")
        if pack.marker is None:
            return
        for piece in scan(pack.read, marker=pack.marker, start=PACK_HEAD_SIZE, size=end):
            flaw = _flaw_of(piece, pack, path, index)
            if flaw is not None:
                yield flaw


def flaws_in_index(layout: Layout, index: Index) -> Iterator[Flaw]:
    """Yield the blobs whose copies the packs do not have where the index says."""
    after = b""
    while page := index.entries(after, _PAGE):
        for entry in page:
            for place in index.copies(entry.sha256):
                if data_record(layout, entry.sha256, place) is None:
                    path = layout.blob_pack(place.pack)
                    sentence = "the index names a blob that the pack does not have there"
                    yield Flaw(entry.sha256.hex(), path.name, place.offset, sentence)
        after = page[-1].sha256


def every_pack(layout: Layout) -> list[Path]:
    """Return all packs of a store, notes first."""
    return [*packs_in(layout.notes), *packs_in(layout.content)]


def _flaw_of(piece: Found | Gap, pack: PackReader, path: Path, index: Index) -> Flaw | None:
    if isinstance(piece, Gap):
        size = piece.end - piece.start
        return Flaw(None, path.name, piece.start, f"{size} bytes are damaged beyond recognition")
    sentence = _complaint(piece, Place(pack.id, piece.offset), index)
    if sentence is None:
        return None
    return Flaw(piece.record.sha256.hex(), path.name, piece.offset, sentence)


def _complaint(piece: Found, place: Place, index: Index) -> str | None:
    record = piece.record
    if record.kind is not Kind.DATA:
        return None if piece.intact else "what was noted about the blob is damaged"
    if not piece.intact:
        erased = place not in index.copies(record.sha256)
        return None if erased else "the content does not have its hash"
    if index.knows(record.sha256, place) or index.is_tombstoned(place):
        return None
    return "the index does not know the blob; rebuild it"
