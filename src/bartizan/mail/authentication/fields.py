"""A message as signers saw it: header fields byte for byte, and the body, with CRLF line ends.

This is deliberately not a MIME parser: a signature covers bytes, so nothing is decoded here.
"""

import re
from dataclasses import dataclass
from functools import cached_property

#: A header beyond either bound is not authenticated at all: reading only some of it would let a
#: field hide from the check that the reader sees.
LONGEST_HEADER, MOST_FIELDS = 1 << 20, 5_000

_FIELD_END = re.compile(rb"\r\n(?![ \t])")


class HeaderError(ValueError):
    """The header is over the bounds; the text says which."""


@dataclass(frozen=True, slots=True)
class Field:
    """One header field: its name in lower case and its bytes up to, without, the last CRLF."""

    name: str
    raw: bytes

    @property
    def value(self) -> bytes:
        """What follows the colon, folding and all."""
        return self.raw.partition(b":")[2]


@dataclass(frozen=True)
class RawMessage:
    """Header fields from top to bottom, and the body."""

    fields: tuple[Field, ...]
    body: bytes

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """Where the fields of each name stand, from top to bottom."""
        found: dict[str, list[int]] = {}
        for position, field in enumerate(self.fields):
            found.setdefault(field.name, []).append(position)
        return found

    def named(self, name: str) -> list[Field]:
        """Return the fields called `name` (lower case), from top to bottom."""
        return [self.fields[position] for position in self.positions.get(name, ())]


def read_message(raw: bytes) -> RawMessage:
    """Split `raw` at its first empty line, with bare line feeds made CRLF first.

    A line of the header that is not a field (no colon) is kept under the empty name, so that it
    is part of no signature.

    Raises:
        HeaderError: the header is longer, or has more fields, than we read.
    """
    if raw.count(b"\n") != raw.count(b"\r\n"):
        raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    header, body = _split(raw)
    if len(header) > LONGEST_HEADER:
        raise HeaderError(f"its header is longer than {LONGEST_HEADER:,} bytes")
    pieces = _FIELD_END.split(header, MOST_FIELDS)
    if len(pieces) > MOST_FIELDS:
        raise HeaderError(f"it has more than {MOST_FIELDS:,} header fields")
    return RawMessage(tuple(_field(piece) for piece in pieces if piece), body)


def _split(raw: bytes) -> tuple[bytes, bytes]:
    if raw.startswith(b"\r\n"):
        return b"", raw[2:]
    header, _, body = raw.partition(b"\r\n\r\n")
    return header.removesuffix(b"\r\n"), body


def _field(raw: bytes) -> Field:
    name, colon, _ = raw.partition(b":")
    return Field(name.strip().decode("latin-1").lower() if colon else "", raw)
