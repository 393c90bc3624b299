"""Splits a header into its fields, by byte offset (RFC 5322, section 2.2)."""

import re
from typing import NamedTuple

from bartizan.forensics.mime.defects import Defect, DefectCode, defect
from bartizan.forensics.mime.limits import Limits

_BLANK = re.compile(rb"\n\r*\n")
_EMPTY = re.compile(rb"\r*\n")
_FIELD = re.compile(rb"([^:\r\n \t][^:\r\n]*+):([^\n]*+(?:\n[ \t][^\n]*+)*+)(?:\n|\Z)")
_STRICT = re.compile(rb"[!-9;-~]+[ \t]*:")
_LINE = re.compile(rb"[^\n]*+(?:\n|\Z)")
# Tried at the head of each line only: anywhere else it would be quadratic in the line.
_LONG_LINE = re.compile(rb"^[^\n]{999}", re.MULTILINE)
_ONCE = frozenset(
    """from sender subject date message-id mime-version content-type content-transfer-encoding
    content-disposition content-id reply-to to cc bcc in-reply-to references""".split()
)


class HeaderField(NamedTuple):
    """One field: lower-case name, raw value, and where name, value and line end stand in raw."""

    name: str
    value: bytes
    start: int
    value_start: int
    end: int


class Header(NamedTuple):
    """A header's fields, where its body begins, and what is wrong with it."""

    fields: tuple[HeaderField, ...]
    body_start: int
    defects: tuple[Defect, ...]


def read_header(raw: bytes, start: int, end: int, limits: Limits) -> Header:
    """Read the header that begins at `start` and ends, with its body, at `end`.

    `raw` has its bare carriage returns already turned into line feeds.
    """
    empty = _EMPTY.match(raw, start, end)
    if empty is not None:
        return Header((), empty.end(), ())
    blank = _BLANK.search(raw, start, end)
    stop = blank.start() + 1 if blank else end
    defects: list[Defect] = []
    reach = min(stop, start + limits.header_bytes)
    if reach < stop:
        defects.append(defect(DefectCode.HEADER_TOO_LONG, reach))
    reader = _FieldReader(raw, limits, strict=blank is None)
    after = reader.read(start, reach)
    defects += reader.defects
    if after is not None:
        defects.append(defect(DefectCode.MISSING_BLANK_LINE, after))
        return Header(tuple(reader.fields), after, tuple(defects))
    body = blank.end() if blank else end
    _check_bytes(raw, start, reach, defects)
    return Header(tuple(reader.fields), body, tuple(defects))


def _check_bytes(raw: bytes, start: int, end: int, defects: list[Defect]) -> None:
    block = raw[start:end]
    if not block.isascii():
        defects.append(defect(DefectCode.RAW_EIGHT_BIT_HEADER, start))
    if b"\x00" in block:
        defects.append(defect(DefectCode.NUL_IN_HEADER, start + block.index(b"\x00")))
    long = _LONG_LINE.search(block)
    if long is not None:
        defects.append(defect(DefectCode.LINE_TOO_LONG, start + long.start()))


class _FieldReader:
    """Walks the lines of one header."""

    def __init__(self, raw: bytes, limits: Limits, *, strict: bool) -> None:
        self._raw = raw
        self._limits = limits
        self._strict = strict
        self._seen: set[str] = set()
        self.fields: list[HeaderField] = []
        self.defects: list[Defect] = []

    def read(self, start: int, end: int) -> int | None:
        """Collect fields; return where the body begins if the header just stops being one."""
        position, junk = start, -1
        while position < end:
            match = _FIELD.match(self._raw, position, end)
            if match is not None and self._is_field(position, end):
                if len(self.fields) >= self._limits.fields:
                    self.defects.append(defect(DefectCode.TOO_MANY_FIELDS, position))
                    return None
                junk = self._note_junk(junk)
                self._add(match)
                position = match.end()
                continue
            junk = position if junk < 0 else junk
            if self._strict:
                return junk
            position = self._next_line(position, end)
        if junk >= 0 and not self.fields:
            return junk
        self._note_junk(junk)
        return None

    def _is_field(self, position: int, end: int) -> bool:
        return not self._strict or _STRICT.match(self._raw, position, end) is not None

    def _next_line(self, position: int, end: int) -> int:
        match = _LINE.match(self._raw, position, end)
        return match.end() if match else end

    def _note_junk(self, junk: int) -> int:
        if junk >= 0:
            self.defects.append(defect(DefectCode.MALFORMED_FIELD, junk))
        return -1

    def _add(self, match: re.Match[bytes]) -> None:
        name = match[1].rstrip().decode("latin-1").lower()
        if name in _ONCE:
            if name in self._seen:
                self.defects.append(defect(DefectCode.REPEATED_FIELD, match.start()))
            self._seen.add(name)
        self.fields.append(HeaderField(name, match[2], match.start(), match.start(2), match.end()))
