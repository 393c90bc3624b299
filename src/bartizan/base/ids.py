"""Identifiers that sort by the time they were made: UUID version 7 (RFC 9562, section 5.7)."""

import os
import time
from datetime import UTC, datetime
from threading import Lock
from uuid import UUID

_lock = Lock()
_last = 0


def new_id() -> str:
    """Return a fresh UUIDv7 as 36 characters; ids of one process are strictly increasing.

    48 bits of Unix milliseconds, then 12 bits of counter (RFC 9562, section 6.2, method 1),
    then 62 random bits.
    """
    global _last  # noqa: PLW0603 - the counter is the process's, like the clock it follows
    with _lock:
        stamp = max(time.time_ns() // 1_000_000 << 12, _last + 1)
        _last = stamp
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64
    value |= 0b10 << 62 | int.from_bytes(os.urandom(8)) >> 2
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def time_of(identifier: str) -> datetime:
    """Return the moment an id was made, to the millisecond.

    Raises:
        ValueError: `identifier` is not a UUID of version 7.
    """
    parsed = UUID(identifier)
    if parsed.version != 7:  # noqa: PLR2004 - the version this module speaks
        raise ValueError(f"{identifier} is not a UUIDv7")
    return datetime.fromtimestamp((parsed.int >> 80) / 1000, UTC)


def is_id(text: str) -> bool:
    """Tell whether `text` is one of our ids in its canonical form."""
    try:
        return UUID(text).version == 7 and str(UUID(text)) == text  # noqa: PLR2004
    except ValueError:
        return False
