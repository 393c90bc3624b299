"""Appends sheets of records to the active packs and tells the index."""

from bartizan.storage.blobs.active import ActivePack
from bartizan.storage.blobs.draft import Sheet
from bartizan.storage.blobs.index import Index, Stretch
from bartizan.storage.blobs.layout import Layout


class Appender:
    """The two active packs of a process, blobs and notes; for one thread."""

    def __init__(self, layout: Layout, index: Index, *, pack_bytes: int) -> None:
        """Append to packs of about `pack_bytes`; they are opened when first needed."""
        self._index = index
        self._content = ActivePack(layout, layout.content, index, limit=pack_bytes)
        self._notes = ActivePack(layout, layout.notes, index, limit=pack_bytes)
        self._unindexed: list[Stretch] = []

    def write(self, content: Sheet, notes: Sheet) -> None:
        """Append both sheets, durably, and index them.

        What is on disk when the index refuses is indexed with the next sheets, so that index
        and packs never part for good.

        Raises:
            OSError, StoreFullError, BlobStoreAwayError: the disk refuses; not all was written.
        """
        for active, sheet in ((self._content, content), (self._notes, notes)):
            if sheet.records:
                self._unindexed.append(_appended(active, sheet))
        self._index_now()

    def note(self, sheet: Sheet) -> Stretch:
        """Append to the notes, durably, without indexing them yet.

        Raises:
            OSError: the disk refuses; nothing was written.
        """
        return _appended(self._notes, sheet)

    def index(self, stretch: Stretch) -> None:
        """Index what `note` appended.

        Raises:
            StoreFullError, BlobStoreAwayError: the disk refuses; it is done with the next sheets.
        """
        self._unindexed.append(stretch)
        self._index_now()

    def leave_unindexed(self) -> None:
        """Never write to the pack of the last note again, so that recovery reads it afresh."""
        self._notes.abandon()

    def close(self) -> None:
        """Let go of the packs."""
        self._content.close()
        self._notes.close()

    def _index_now(self) -> None:
        self._index.absorb(self._unindexed)
        self._unindexed.clear()


def _appended(active: ActivePack, sheet: Sheet) -> Stretch:
    pack = active.ready()
    offset = pack.append(sheet.encoded(pack.marker))
    return Stretch(pack.id, pack.end, sheet.found_from(offset))
