"""Identifiers that sort by the time they were made: UUID version 7 (RFC 9562, section 5.7)."""

import os
import time
from datetime import UTC, datetime
from threading import Lock
from uuid import UUID

_RANDOM_BYTES = 4096


class _Maker:
    """Makes the ids of one process: a counter that never goes back, and bought-ahead randomness."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last = 0
        self._random = b""
        self._used = 0

    def make(self) -> int:
        """Return the next id as a number of 128 bits."""
        with self._lock:
            stamp = max(time.time_ns() // 1_000_000 << 12, self._last + 1)
            self._last = stamp
            if self._used == len(self._random):
                self._random, self._used = os.urandom(_RANDOM_BYTES), 0
            chance = int.from_bytes(self._random[self._used : self._used + 8])
            self._used += 8
        value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64
        return value | 0b10 << 62 | chance >> 2


_maker = _Maker()
# A child must not go on with its parent's randomness, nor wait for a lock that nobody holds.
os.register_at_fork(after_in_child=_maker.__init__)  # type: ignore[misc]


def new_id() -> str:
    """Return a fresh UUIDv7 as 36 characters; ids of one process are strictly increasing.

    48 bits of Unix milliseconds, then 12 bits of counter (RFC 9562, section 6.2, method 1),
    then 62 random bits.
    """
    digits = f"{_maker.make():032x}"
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
