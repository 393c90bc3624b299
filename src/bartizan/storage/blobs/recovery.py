"""Brings index and packs together again after a crash, or after the index was lost.

Only what the index does not know yet is read. Where the process that wrote a pack is gone,
what follows its last good record is the torn end of a write that was never acknowledged, and
is cut off. Bytes that are no record but lie before a good one are damage, not a torn end: they
stay as they are, and `bartizan.storage.blobs.verification` names them.
"""

import os
from collections.abc import Iterator

from bartizan.storage.blobs.erase import erase
from bartizan.storage.blobs.index import Index, Stretch
from bartizan.storage.blobs.layout import Layout, drafts_in, packs_in
from bartizan.storage.blobs.lock import hold
from bartizan.storage.blobs.pack import PackReader, reading
from bartizan.storage.blobs.record import PACK_HEAD_SIZE, RECORD_HEAD_SIZE, Kind, Place
from bartizan.storage.blobs.scan import Found, record_at, scan


def recover(layout: Layout, index: Index) -> None:
    """Index what is not indexed, cut torn ends, finish deletions that had their tombstone.

    The caller holds the store alone. Notes come first: they say which content was erased on
    purpose.

    Raises:
        OSError: the disk refuses.
    """
    for folder in (layout.notes, layout.content):
        for draft in drafts_in(folder):
            draft.unlink()
        for path in packs_in(folder):
            with reading(path, writable=True) as pack:
                mend(layout, index, pack, cut=hold(pack.descriptor))
    index.spare_the_doomed()


def mend(layout: Layout, index: Index, pack: PackReader, *, cut: bool) -> None:
    """Do it for one pack; `cut` only when this process holds it, so that nobody writes it.

    Raises:
        OSError: the disk refuses.
    """
    known = index.indexed_to(pack.id)
    stretch = stretch_of(pack, index, known) if pack.size > known else None
    if stretch is None:
        return
    finish_deletions(layout, stretch)
    index.absorb([stretch])
    if cut and stretch.end < pack.size:
        os.ftruncate(pack.descriptor, stretch.end)
        os.fsync(pack.descriptor)


def rebuild(layout: Layout, index: Index) -> None:
    """Make the index anew from the packs alone; the caller holds the store alone.

    Raises:
        OSError: the disk refuses.
    """
    index.rebuilt(_everything(layout, index))


def stretch_of(pack: PackReader, index: Index, start: int) -> Stretch | None:
    """Return what follows `start` in a pack up to its last good record.

    `None` when the pack's head and its first record are both unreadable.
    """
    if pack.marker is None:
        return None
    start = max(start, PACK_HEAD_SIZE)
    found, end, sound = [], start, 0
    for piece in scan(pack.read, marker=pack.marker, start=start, size=pack.size):
        if isinstance(piece, Found):
            found.append(piece)
            if piece.intact or index.is_tombstoned(Place(pack.id, piece.offset)):
                end, sound = piece.end, len(found)
    return Stretch(pack.id, end, found[:sound])


def finish_deletions(layout: Layout, stretch: Stretch) -> None:
    """Erase what the tombstones among the records name; once more does no harm.

    Raises:
        OSError: the disk refuses.
    """
    for found in stretch.found:
        for place in found.erased:
            erase_content(layout, found.record.sha256, place)


def erase_content(layout: Layout, sha256: bytes, place: Place) -> None:
    """Erase, durably, the content of the blob that begins at `place`, if it is this one.

    Raises:
        OSError: the disk refuses.
    """
    path = layout.blob_pack(place.pack)
    if not path.exists():
        return
    with reading(path, writable=True) as pack:
        record = record_at(pack.read, place.offset, pack.size, pack.marker or b"")
        if record is not None and record.kind is Kind.DATA and record.sha256 == sha256:
            erase(pack.descriptor, place.offset + RECORD_HEAD_SIZE, record.length)
            os.fdatasync(pack.descriptor)


def _everything(layout: Layout, index: Index) -> Iterator[Stretch]:
    for folder in (layout.notes, layout.content):
        for path in packs_in(folder):
            with reading(path) as pack:
                stretch = stretch_of(pack, index, 0)
            if stretch is not None:
                yield stretch
