"""Works out which records a batch of puts and extensions needs, before anything is written."""

from dataclasses import dataclass, field, replace

from bartizan.storage.blobs.index import Entry, Index
from bartizan.storage.blobs.layout import Layout
from bartizan.storage.blobs.operations import Extend, Outcome, Put
from bartizan.storage.blobs.record import (
    RECORD_HEAD_SIZE,
    Kind,
    Record,
    decode_places,
    encode_record,
    moment,
)
from bartizan.storage.blobs.scan import Found
from bartizan.storage.blobs.testimony import content, data_record, noted_date
from bartizan.storage.errors import BlobMissingError, RetentionError, StoreFullError


@dataclass(slots=True)
class Sheet:
    """Records to be appended to one pack in one write."""

    records: list[tuple[Record, bytes]] = field(default_factory=list)

    def add(self, record: Record, payload: bytes = b"") -> None:
        """Put a record at the end."""
        self.records.append((record, payload))

    def encoded(self, marker: bytes) -> bytes:
        """Return the records as the pack with this marker holds them."""
        pieces: list[bytes] = []
        for record, payload in self.records:
            pieces += (encode_record(record, marker), payload)
        return b"".join(pieces)

    def found_from(self, offset: int) -> list[Found]:
        """Return the records as a scan of a pack would, once they are written at `offset`."""
        found: list[Found] = []
        for record, payload in self.records:
            erased = decode_places(payload) if record.kind is Kind.DELETE else None
            found.append(Found(offset, record, intact=True, erased=erased or ()))
            offset = found[-1].end
        return found


class Draft:
    """The records of one batch; later operations see what earlier ones will have done."""

    def __init__(self, layout: Layout, index: Index, *, now: int, room: int) -> None:
        """Plan at the moment `now`, with `room` bytes left on disk for blobs."""
        self.content = Sheet()
        self.notes = Sheet()
        self._layout = layout
        self._index = index
        self._now = now
        self._room = room
        self._planned: dict[bytes, Entry] = {}

    def plan(self, operation: Put | Extend) -> Outcome:
        """Add what `operation` needs, and return its outcome if all of it gets written."""
        if isinstance(operation, Put):
            return self._put(operation)
        return self._extend(operation)

    def _put(self, put: Put) -> Outcome:
        known = self._planned.get(put.sha256) or self._stored(put)
        if known is not None:
            return self._until(known, max(known.retain_until, put.retain_until))
        self._room -= RECORD_HEAD_SIZE + len(put.data)
        if self._room < 0:
            return StoreFullError(
                "The blob store has reached its reserve of free disk space; make room, or lower "
                "the reserve, and try again."
            )
        record = Record(Kind.DATA, len(put.data), put.sha256, put.retain_until, self._now)
        self.content.add(record, put.data)
        return self._will_be(Entry(put.sha256, len(put.data), self._now, put.retain_until))

    def _extend(self, extend: Extend) -> Outcome:
        known = self._planned.get(extend.sha256) or self._index.entry(extend.sha256)
        if known is None:
            return BlobMissingError(f"There is no blob {extend.sha256.hex()}.")
        if known.sha256 not in self._planned:
            known = self._in_force(known)
        if extend.retain_until < known.retain_until:
            return RetentionError(
                f"The blob is kept until {moment(known.retain_until).isoformat()}; "
                "name that moment or a later one.",
                retain_until=moment(known.retain_until).isoformat(),
            )
        return self._until(known, extend.retain_until)

    def _stored(self, put: Put) -> Entry | None:
        """Return the blob if its very bytes are stored; a damaged copy does not count."""
        places = self._index.copies(put.sha256)
        if not any(content(self._layout, put.sha256, place) == put.data for place in places):
            return None
        known = self._index.entry(put.sha256)
        return None if known is None else self._in_force(known)

    def _in_force(self, known: Entry) -> Entry:
        """Correct the index's date of a blob by the records that it points at."""
        heads = (
            data_record(self._layout, known.sha256, place)
            for place in self._index.copies(known.sha256)
        )
        dates = [head.retain_until for head in heads if head is not None]
        pointed = self._index.date(known.sha256)
        noted = pointed and noted_date(self._layout, known.sha256, pointed[1])
        if noted is not None:
            dates.append(noted)
        return replace(known, retain_until=max(dates, default=known.retain_until))

    def _until(self, known: Entry, retain_until: int) -> Entry:
        if retain_until <= known.retain_until:
            return known
        self.notes.add(Record(Kind.RETAIN, 0, known.sha256, retain_until, self._now))
        return self._will_be(replace(known, retain_until=retain_until))

    def _will_be(self, entry: Entry) -> Entry:
        self._planned[entry.sha256] = entry
        return entry
