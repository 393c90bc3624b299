"""Reads the content of a message after DATA: where it ends, its size, its line endings.

Only `<CRLF>.<CRLF>` ends the content (RFC 5321, section 4.1.1.4). A bare LF or CR anywhere makes
the message unacceptable: a next hop that reads `<LF>.<CRLF>` as the end would see a second,
smuggled message in it.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

_END: Final = b"\r\n.\r\n"
_OVERLAP: Final = len(_END) - 1
_LINE: Final = b"\r\n"


class Flaw(Enum):
    """Why content cannot be taken."""

    TOO_BIG = "too big"
    BARE_NEWLINE = "bare newline"


@dataclass(frozen=True, slots=True)
class Content:
    """Complete content, dots unstuffed; `data` is empty where there is a `flaw`."""

    data: bytes
    flaw: Flaw | None = None


class ContentReader:
    """Collects content chunk by chunk, in time linear in its size.

    Over `limit` octets (as transmitted) nothing more is kept, but the end is still looked for.
    """

    def __init__(self, limit: int) -> None:
        # The CRLF that ended the DATA line also begins an immediate `.<CRLF>`.
        self._held = bytearray(_LINE)
        self._dropped = 0
        self._limit = limit

    @property
    def received(self) -> int:
        """Octets received so far."""
        return self._dropped + len(self._held) - len(_LINE)

    @property
    def held(self) -> int:
        """Octets kept in memory."""
        return len(self._held)

    def feed(self, data: bytes) -> tuple[Content, bytes] | None:
        """Take a chunk; at the end return the content and the octets that follow it."""
        start = max(0, len(self._held) - _OVERLAP)
        self._held += data
        end = self._held.find(_END, start)
        if end < 0:
            self._drop_excess()
            return None
        rest = bytes(self._held[end + len(_END) :])
        return self._content(end), rest

    def _drop_excess(self) -> None:
        if self._dropped or len(self._held) - _OVERLAP > self._limit:
            excess = len(self._held) - _OVERLAP
            self._dropped += excess
            del self._held[:excess]

    def _content(self, end: int) -> Content:
        if self._dropped + end > self._limit:
            return Content(b"", Flaw.TOO_BIG)
        content = bytes(self._held[: end + len(_LINE)])
        if _has_bare_newline(content):
            return Content(b"", Flaw.BARE_NEWLINE)
        return Content(content.replace(b"\r\n.", _LINE)[len(_LINE) :])


def _has_bare_newline(content: bytes) -> bool:
    pairs = content.count(_LINE)
    return content.count(b"\n") != pairs or content.count(b"\r") != pairs
