"""Destroys blobs whose date has passed, so that every crash leaves them whole or gone.

In this order, while nobody else adds or extends anything:

1. The packs, not only the index, must agree that the date has passed.
2. The copies are hidden in the index, so that nobody who comes after a crash relies on them.
3. A tombstone that names their places is written and synced. From here on they are deleted;
   before it, the next process to open the store shows them again.
4. The content is erased, and the index forgets the copies. After a crash, recovery does both.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bartizan.base.errors import BartizanError
from bartizan.storage.blobs.appender import Appender
from bartizan.storage.blobs.draft import Sheet
from bartizan.storage.blobs.index import Entry, Index
from bartizan.storage.blobs.layout import Layout
from bartizan.storage.blobs.operations import Delete, Outcome
from bartizan.storage.blobs.record import Kind, Place, Record, encode_places, moment
from bartizan.storage.blobs.recovery import finish_deletions
from bartizan.storage.blobs.testimony import Notes, data_record
from bartizan.storage.errors import BlobCorruptError, BlobMissingError, RetentionError


@dataclass(frozen=True, slots=True)
class _Victim:
    """A blob that may be destroyed: what is known of it, and where its copies are."""

    entry: Entry
    places: tuple[Place, ...]


class Deletion:
    """Deletes batches of blobs; for one thread, which holds the store alone."""

    def __init__(self, layout: Layout, index: Index, appender: Appender) -> None:
        """Delete from the store in `layout`."""
        self._layout = layout
        self._index = index
        self._appender = appender
        self._notes = Notes(layout)

    def delete(self, operations: Sequence[Delete], *, now: int) -> list[Outcome]:
        """Delete those whose date is before or at `now`.

        Raises:
            OSError, StoreFullError, BlobStoreAwayError: the disk refuses.
        """
        self._notes.refresh()
        victims: dict[bytes, _Victim] = {}
        outcomes = [self._judged(operation.sha256, victims, now) for operation in operations]
        if victims:
            self._destroy(list(victims.values()), now)
        return outcomes

    def close(self) -> None:
        """Let go of what was read."""
        self._notes.close()

    def _judged(self, sha256: bytes, victims: dict[bytes, _Victim], now: int) -> Outcome:
        """Return the outcome for one blob, adding it to `victims` if it may go."""
        entry = self._index.entry(sha256)
        if entry is None or sha256 in victims:
            return BlobMissingError(f"There is no blob {sha256.hex()}.")
        places = self._index.copies(sha256)
        date = self._date(entry, places)
        if isinstance(date, BartizanError):
            return date
        if now < date:
            return RetentionError(
                f"The blob must be kept until {moment(date).isoformat()}; delete it after that.",
                retain_until=moment(date).isoformat(),
            )
        victims[sha256] = _Victim(entry, tuple(places))
        return entry

    def _date(self, entry: Entry, places: Sequence[Place]) -> int | BlobCorruptError:
        """Return the latest date that anybody has for a blob: packs, notes or index."""
        dates = [entry.retain_until, self._notes.date(entry.sha256) or entry.retain_until]
        for place in places:
            record = data_record(self._layout, entry.sha256, place)
            if record is None:
                return BlobCorruptError(
                    f"The pack {place.pack.hex()} does not show until when the blob "
                    f"{entry.sha256.hex()} must be kept, so it stays. Verify the store."
                )
            dates.append(record.retain_until)
        return max(dates)

    def _destroy(self, victims: Sequence[_Victim], now: int) -> None:
        doomed = [(victim.entry.sha256, place) for victim in victims for place in victim.places]
        self._index.doom(doomed)
        try:
            stretch = self._appender.note(_tombstones(victims, now))
        except OSError:
            with suppress(BartizanError):
                self._index.doom(doomed, doomed=False)
            raise
        try:
            finish_deletions(self._layout, stretch)
        except OSError:
            self._appender.leave_unindexed()
            raise
        self._appender.index(stretch)


def _tombstones(victims: Sequence[_Victim], now: int) -> Sheet:
    sheet = Sheet()
    for victim in victims:
        payload = encode_places(victim.places)
        entry = victim.entry
        record = Record(Kind.DELETE, len(payload), entry.sha256, entry.retain_until, now)
        sheet.add(record, payload)
    return sheet
