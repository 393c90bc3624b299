"""What the packs themselves say of a blob, whatever the index says.

Dates decide what may be destroyed, so they are never taken from the index alone: somebody may
have edited it.
"""

from contextlib import suppress

from bartizan.storage.blobs.index import Index
from bartizan.storage.blobs.layout import Layout, pack_path, packs_in
from bartizan.storage.blobs.pack import PackReader, reading
from bartizan.storage.blobs.record import RECORD_HEAD_SIZE, Kind, Place, Record, decode_record
from bartizan.storage.blobs.recovery import stretch_of


def data_record(layout: Layout, sha256: bytes, place: Place) -> Record | None:
    """Return the head of the blob's DATA record at `place`; `None` when it is not there."""
    with suppress(OSError), reading(layout.blob_pack(place.pack)) as pack:
        return _record(pack, Kind.DATA, sha256, place)
    return None


def content(layout: Layout, sha256: bytes, place: Place) -> bytes | None:
    """Return what follows the head of the blob's DATA record, unverified."""
    with suppress(OSError), reading(layout.blob_pack(place.pack)) as pack:
        record = _record(pack, Kind.DATA, sha256, place)
        if record is not None:
            return pack.read(place.offset + RECORD_HEAD_SIZE, record.length)
    return None


def noted_date(layout: Layout, sha256: bytes, place: Place) -> int | None:
    """Return the date in the blob's RETAIN record at `place`; `None` when it is not there."""
    with suppress(OSError), reading(pack_path(layout.notes, place.pack)) as pack:
        record = _record(pack, Kind.RETAIN, sha256, place)
        return None if record is None else record.retain_until
    return None


class Notes:
    """Every extension in the notes, read in full on first use and then as they grow.

    They are kept in a private index on temporary disk: memory stays bounded however many there
    are.
    """

    def __init__(self, layout: Layout) -> None:
        """Read the notes of `layout` when first asked."""
        self._layout = layout
        self._read = Index.private()

    def refresh(self) -> None:
        """Read what was noted since the last time.

        Raises:
            OSError: the disk refuses.
        """
        for path in packs_in(self._layout.notes):
            with reading(path) as pack:
                known = self._read.indexed_to(pack.id)
                stretch = stretch_of(pack, self._read, known) if pack.size > known else None
            if stretch is not None:
                self._read.absorb([stretch])

    def date(self, sha256: bytes) -> int | None:
        """Return the latest date a blob was ever extended to, as of the last `refresh`."""
        found = self._read.date(sha256)
        return found[0] if found else None

    def close(self) -> None:
        """Forget everything."""
        self._read.close()


def _record(pack: PackReader, kind: Kind, sha256: bytes, place: Place) -> Record | None:
    record = decode_record(pack.read(place.offset, RECORD_HEAD_SIZE), pack.marker)
    wanted = record is not None and record.kind is kind and record.sha256 == sha256
    return record if wanted else None
