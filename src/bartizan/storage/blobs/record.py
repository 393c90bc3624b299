"""The format of a pack file, version 1: bytes to values and back, without input or output.

All numbers are big-endian. A pack begins with one head of 48 bytes:

    ======  ====  =====================================================================
    offset  size  content
    ======  ====  =====================================================================
    0       8     magic, ``89 42 5A 50 41 43 4B 0A``
    8       2     version, 1
    10      2     zero
    12      16    the pack's id, which is also its file name in hex
    28      16    the pack's marker: random, known only to those who can read the pack
    44      4     CRC-32 of the 44 bytes before
    ======  ====  =====================================================================

Records follow without gaps, each a head of 80 bytes and `length` bytes of payload:

    ======  ====  =====================================================================
    0       16    the pack's marker
    16      1     kind: 1 DATA, 2 RETAIN, 3 DELETE
    17      3     zero
    20      8     length of the payload
    28      32    SHA-256 of the blob that the record is about
    60      8     retain until, signed microseconds since 1970 (of a DELETE: the date it passed)
    68      8     stored at, signed microseconds since 1970
    76      4     CRC-32 of the 76 bytes before
    ======  ====  =====================================================================

DATA carries the blob itself. RETAIN carries nothing: the blob is kept until a later date. DELETE,
the tombstone, carries the places of the DATA records whose content was erased (16 bytes of pack
id and 8 of offset each) and a CRC-32 of them. A tombstone names places and not the hash alone, so
the same bytes may be stored anew later.

The marker does what the sync marker of an Avro container file does: after damage, reading
resumes at its next occurrence. Because it is random, no stored blob can contain records of
its own that would be taken for real ones.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

MAGIC = b"\x89BZPACK\n"
VERSION = 1
MARKER_SIZE = 16

#: The largest blob a pack takes, in bytes.
MAX_BLOB = 1 << 30

_PACK_HEAD = struct.Struct(">8sH2x16s16s")
_RECORD_HEAD = struct.Struct(">16sB3xQ32sqq")
_PLACE = struct.Struct(">16sQ")
_CRC = struct.Struct(">I")

PACK_HEAD_SIZE = _PACK_HEAD.size + _CRC.size
RECORD_HEAD_SIZE = _RECORD_HEAD.size + _CRC.size

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FIRST_MOMENT = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
_LAST_MOMENT = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND


class Kind(IntEnum):
    """What a record says about its blob."""

    DATA = 1
    RETAIN = 2
    DELETE = 3


class Place(NamedTuple):
    """Where a record begins: in which pack, and how many bytes from its start."""

    pack: bytes
    offset: int


@dataclass(frozen=True, slots=True)
class PackHead:
    """The id of a pack and the marker before each of its records, 16 bytes each."""

    id: bytes
    marker: bytes


@dataclass(frozen=True, slots=True)
class Record:
    """The head of one record; moments are microseconds since 1970, `length` is in bytes."""

    kind: Kind
    length: int
    sha256: bytes
    retain_until: int
    stored_at: int


def encode_pack_head(head: PackHead) -> bytes:
    """Return the bytes a pack begins with."""
    return _sealed(_PACK_HEAD.pack(MAGIC, VERSION, head.id, head.marker))


def decode_pack_head(data: bytes) -> PackHead | None:
    """Read the first `PACK_HEAD_SIZE` bytes of a pack; `None` when they are damaged."""
    body = _unsealed(data, _PACK_HEAD.size)
    if body is None:
        return None
    magic, version, identifier, marker = _PACK_HEAD.unpack(body)
    if magic != MAGIC or version != VERSION:
        return None
    return PackHead(identifier, marker)


def encode_record(record: Record, marker: bytes) -> bytes:
    """Return the head of a record, to be followed by its payload."""
    return _sealed(
        _RECORD_HEAD.pack(
            marker,
            record.kind,
            record.length,
            record.sha256,
            record.retain_until,
            record.stored_at,
        )
    )


def decode_record(data: bytes, marker: bytes | None = None) -> Record | None:
    """Read a record's head from the start of `data`; `None` when there is no whole, sound one.

    `marker` is what the head must begin with; `None` accepts any.
    """
    body = _unsealed(data, _RECORD_HEAD.size)
    if body is None or body[17:20] != b"\0\0\0":
        return None
    found, kind, length, sha256, retain_until, stored_at = _RECORD_HEAD.unpack(body)
    if marker is not None and found != marker:
        return None
    if kind not in Kind.__members__.values() or length > MAX_BLOB:
        return None
    if not (_is_moment(retain_until) and _is_moment(stored_at)):
        return None
    return Record(Kind(kind), length, sha256, retain_until, stored_at)


def encode_places(places: Sequence[Place]) -> bytes:
    """Return the payload of a tombstone."""
    return _sealed(b"".join(_PLACE.pack(*place) for place in places))


def decode_places(payload: bytes) -> tuple[Place, ...] | None:
    """Read the payload of a tombstone; `None` when it is damaged."""
    size = len(payload) - _CRC.size
    body = _unsealed(payload, size) if size >= 0 and size % _PLACE.size == 0 else None
    return None if body is None else tuple(Place(*found) for found in _PLACE.iter_unpack(body))


def microseconds(moment: datetime) -> int:
    """Return a moment as records hold it.

    Raises:
        ValueError: `moment` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return (moment - _EPOCH) // _MICROSECOND


def moment(value: int) -> datetime:
    """Return the moment that a record holds as `value`."""
    return _EPOCH + value * _MICROSECOND


def _is_moment(value: int) -> bool:
    return _FIRST_MOMENT <= value <= _LAST_MOMENT


def _sealed(body: bytes) -> bytes:
    return body + _CRC.pack(zlib.crc32(body))


def _unsealed(data: bytes, size: int) -> bytes | None:
    body, seal = data[:size], data[size : size + _CRC.size]
    return body if len(seal) == _CRC.size and _CRC.unpack(seal)[0] == zlib.crc32(body) else None
