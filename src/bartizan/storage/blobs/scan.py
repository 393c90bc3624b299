"""Walks through the records of a pack, over damage too, without input or output of its own.

The caller hands in how to read; time is linear in the bytes walked over, memory bounded by
the largest tombstone.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bartizan.storage.blobs.record import (
    RECORD_HEAD_SIZE,
    Kind,
    Place,
    Record,
    decode_places,
    decode_record,
)

#: `read(offset, size)` returns up to `size` bytes; fewer only at the end.
Read: TypeAlias = Callable[[int, int], bytes]

_WINDOW = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A record whose head is sound.

    `intact` tells whether the payload is, too; `erased` are the places a tombstone names.
    """

    offset: int
    record: Record
    intact: bool
    erased: tuple[Place, ...] = ()

    @property
    def end(self) -> int:
        """Where the next record begins."""
        return self.offset + RECORD_HEAD_SIZE + self.record.length


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes from `start` up to `end` that are no record."""

    start: int
    end: int


def scan(read: Read, *, marker: bytes, start: int, size: int) -> Iterator[Found | Gap]:
    """Yield what lies between the offsets `start` and `size`, in order and without overlap."""
    offset = start
    while offset < size:
        record = record_at(read, offset, size, marker)
        if record is None:
            after = _next_record(read, offset + 1, size, marker)
            yield Gap(offset, after)
            offset = after
        else:
            found = _examined(read, offset, record)
            yield found
            offset = found.end


def record_at(read: Read, offset: int, size: int, marker: bytes) -> Record | None:
    """Return the record at `offset` if it is one and ends within `size`."""
    record = decode_record(read(offset, RECORD_HEAD_SIZE), marker)
    if record is None or offset + RECORD_HEAD_SIZE + record.length > size:
        return None
    return record


def _examined(read: Read, offset: int, record: Record) -> Found:
    if record.kind is Kind.DELETE:
        erased = decode_places(read(offset + RECORD_HEAD_SIZE, record.length))
        return Found(offset, record, intact=erased is not None, erased=erased or ())
    if record.kind is Kind.RETAIN:
        return Found(offset, record, intact=record.length == 0)
    return Found(offset, record, intact=_has_its_hash(read, offset + RECORD_HEAD_SIZE, record))


def _has_its_hash(read: Read, offset: int, record: Record) -> bool:
    digest, end = hashlib.sha256(), offset + record.length
    while offset < end:
        piece = read(offset, min(_WINDOW, end - offset))
        if not piece:
            return False
        digest.update(piece)
        offset += len(piece)
    return digest.digest() == record.sha256


def _next_record(read: Read, offset: int, size: int, marker: bytes) -> int:
    """Return where the first record at or after `offset` begins; `size` when there is none."""
    while offset < size:
        window = read(offset, _WINDOW)
        at = window.find(marker)
        while at >= 0:
            if record_at(read, offset + at, size, marker) is not None:
                return offset + at
            at = window.find(marker, at + 1)
        if len(window) < len(marker):
            break
        offset += len(window) - len(marker) + 1
    return size
