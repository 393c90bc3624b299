"""Finds the parts of a message: an iterative, bounded walk from the outside in.

A multipart's delimiters are searched only inside its own region, and every region ends at the
delimiters of what contains it: an outer boundary always wins over an inner one (RFC 2046, section
5.1.2), even in the middle of a header. The search is a substring search that never runs
backwards; budgets bound the bytes searched over all levels and the near-misses looked at, so the
whole is linear in the size of the message, however it nests.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bartizan.forensics.content_type import ContentType, parse_content_type
from bartizan.forensics.mime.defects import Defect, DefectCode, defect
from bartizan.forensics.mime.fields import HeaderField, read_header
from bartizan.forensics.mime.limits import Limits
from bartizan.forensics.transfer import Encoding, find_encoding

_LONGEST_BOUNDARY = 70
_RETURNS = re.compile(rb"\r++\n?")
_FROM_LINE = re.compile(rb">?From [^\n]*\n")
_TEXT = ContentType("text", "plain", {})
_MESSAGE = ContentType("message", "rfc822", {})


@dataclass(frozen=True, slots=True)
class Outline:
    """Where one part stands and what its header says: all that the structure needs."""

    index: int
    parent: int
    depth: int
    header_start: int
    body_start: int
    end: int
    fields: tuple[HeaderField, ...]
    content_type: ContentType
    encoding: Encoding
    typed: bool
    children: tuple[int, ...] = ()


@dataclass(slots=True)
class _Region:
    """A stretch of bytes that is still to be read as a part.

    `reach` is where the next delimiter begins: a header may use the line break before it.
    """

    start: int
    end: int
    reach: int
    parent: int
    depth: int
    boundaries: frozenset[bytes]
    in_digest: bool = False


@dataclass(slots=True)
class _Found:
    """The regions between a multipart's delimiters."""

    regions: list[tuple[int, int, int]] = field(default_factory=list)
    closed: bool = False
    glued: int = -1


def view(raw: bytes) -> bytes:
    """Return `raw` with bare carriage returns as line feeds; every offset stays the same."""
    if raw.count(b"\r") == raw.count(b"\r\n"):
        return raw
    return _RETURNS.sub(_line_feeds, raw)


def first_bare_cr(raw: bytes) -> int | None:
    """Return where the first bare carriage return stands; several before a line feed are none."""
    runs = (run for run in _RETURNS.finditer(raw) if not run[0].endswith(b"\n"))
    return next((run.start() for run in runs), None)


def _line_feeds(run: re.Match[bytes]) -> bytes:
    return run[0] if run[0].endswith(b"\n") else b"\n" * len(run[0])


def outline(
    raw: bytes, start: int, end: int, limits: Limits
) -> tuple[tuple[Outline, ...], tuple[Defect, ...]]:
    """Return the parts of the message in `raw[start:end]` in preorder, and its defects."""
    return _Walker(raw, limits, limits.scan_bytes + 4 * (end - start)).walk(start, end)


class _Walker:
    """Turns regions into parts, the innermost left for last on an explicit stack."""

    def __init__(self, raw: bytes, limits: Limits, budget: int) -> None:
        self._raw = raw
        self._limits = limits
        self._budget = budget
        self._lines = limits.delimiter_lines
        self._parts: list[Outline] = []
        self._children: list[list[int]] = []
        self._defects: list[Defect] = []

    def walk(self, start: int, end: int) -> tuple[tuple[Outline, ...], tuple[Defect, ...]]:
        start = self._skip_from_line(start, end)
        stack = [_Region(start, end, end, -1, 0, frozenset())]
        while stack:
            region = stack.pop()
            if len(self._parts) >= self._limits.parts:
                self._note(DefectCode.TOO_MANY_PARTS, region.start)
                break
            part = self._read_part(region)
            stack.extend(reversed(list(self._inside(part, region))))
        parts = (
            replace(part, children=tuple(children)) if children else part
            for part, children in zip(self._parts, self._children, strict=True)
        )
        return tuple(parts), tuple(self._defects)

    def _note(self, code: DefectCode, offset: int) -> None:
        self._defects.append(defect(code, offset))

    def _skip_from_line(self, start: int, end: int) -> int:
        if not self._raw.startswith((b"From ", b">From "), start, end):
            return start
        match = _FROM_LINE.match(self._raw, start, end)
        if match is None:
            return start
        self._note(DefectCode.MBOX_FROM_LINE, start)
        return match.end()

    def _read_part(self, region: _Region) -> Outline:
        header = read_header(self._raw, region.start, region.reach, self._limits)
        self._defects += header.defects
        index = len(self._parts)
        kind, typed = self._content_type(header.fields, region)
        part = Outline(
            index,
            region.parent,
            region.depth,
            region.start,
            header.body_start,
            max(header.body_start, region.end),
            header.fields,
            kind,
            self._encoding(header.fields),
            typed,
        )
        self._parts.append(part)
        self._children.append([])
        if region.parent >= 0:
            self._children[region.parent].append(index)
        return part

    def _content_type(
        self, fields: tuple[HeaderField, ...], region: _Region
    ) -> tuple[ContentType, bool]:
        default = _MESSAGE if region.in_digest else _TEXT
        found = _first(fields, "content-type")
        if found is None:
            return default, False
        kind = parse_content_type(found.value)
        if kind is None:
            self._note(DefectCode.UNREADABLE_CONTENT_TYPE, found.start)
            return default, False
        for code in kind.defects:
            self._note(DefectCode(code.value), found.start)
        return kind, True

    def _encoding(self, fields: tuple[HeaderField, ...]) -> Encoding:
        found = _first(fields, "content-transfer-encoding")
        if found is None:
            return Encoding.IDENTITY
        encoding = find_encoding(found.value.decode("latin-1"))
        if encoding is None:
            self._note(DefectCode.UNKNOWN_ENCODING, found.start)
        return encoding or Encoding.IDENTITY

    def _inside(self, part: Outline, region: _Region) -> Iterator[_Region]:
        if part.content_type.kind != "multipart":
            return
        boundary = self._boundary(part, region)
        if boundary is None:
            return
        self._budget -= part.end - part.body_start
        if self._budget < 0:
            self._note(DefectCode.TOO_MUCH_WORK, part.body_start)
            return
        found = self._split(boundary, part.body_start, part.end)
        self._note_unusual(part, found)
        known = region.boundaries | {boundary}
        in_digest = part.content_type.subtype == "digest"
        for start, end, reach in found.regions:
            yield _Region(start, end, reach, part.index, part.depth + 1, known, in_digest)

    def _boundary(self, part: Outline, region: _Region) -> bytes | None:
        if part.encoding is not Encoding.IDENTITY:
            self._note(DefectCode.ENCODED_MULTIPART, part.header_start)
        text = part.content_type.parameters.get("boundary", "").rstrip()
        if not text:
            self._note(DefectCode.MISSING_BOUNDARY, part.header_start)
            return None
        if part.depth >= self._limits.depth:
            self._note(DefectCode.TOO_DEEP, part.header_start)
            return None
        boundary = _boundary_bytes(text)
        if len(boundary) > _LONGEST_BOUNDARY:
            self._note(DefectCode.BOUNDARY_TOO_LONG, part.header_start)
        if boundary in region.boundaries:
            self._note(DefectCode.BOUNDARY_REUSED, part.header_start)
        return boundary

    def _note_unusual(self, part: Outline, found: _Found) -> None:
        if not found.regions:
            self._note(DefectCode.BOUNDARY_NOT_FOUND, part.body_start)
        elif not found.closed:
            self._note(DefectCode.UNCLOSED_MULTIPART, part.end)
        if found.glued >= 0:
            self._note(DefectCode.BOUNDARY_GLUED, found.glued)

    def _split(self, boundary: bytes, start: int, end: int) -> _Found:
        """Find the regions between the delimiters of `boundary` in `raw[start:end]`."""
        found = _Found()
        opened = -1
        for line, after, closes in self._delimiters(boundary, start, end):
            if opened >= 0:
                found.regions.append((opened, _before_break(self._raw, line, opened), line))
            if len(found.regions) > self._limits.parts:
                return found
            opened, found.closed = after, closes
            if closes:
                return found
        if opened >= 0:
            glued = _glued_close(self._raw, boundary, opened, end)
            found.glued = glued
            last = end if glued < 0 else glued
            found.regions.append((opened, last, last))
            found.closed = glued >= 0
        return found

    def _delimiters(self, boundary: bytes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Yield where each delimiter line begins, where the next begins, and if it closes."""
        raw, needle = self._raw, b"--" + boundary
        line = start if raw.startswith(needle, start, end) else self._next(needle, start, end)
        while line >= 0:
            self._lines -= 1
            if self._lines < 0:
                self._note(DefectCode.TOO_MUCH_WORK, line)
                return
            position = line + len(needle)
            after = _after_delimiter(raw, position, end)
            if after is not None:
                yield line, after[0], after[1]
                position = after[0] - 1  # its line break may open the next delimiter
            line = self._next(needle, position, end)

    def _next(self, needle: bytes, position: int, end: int) -> int:
        """Return where the next line that begins with `needle` begins, -1 if none does."""
        found = self._raw.find(b"\n" + needle, position, end)
        return found + 1 if found >= 0 else -1


def _first(fields: tuple[HeaderField, ...], name: str) -> HeaderField | None:
    for found in fields:
        if found.name == name:
            return found
    return None


def _boundary_bytes(text: str) -> bytes:
    """Return the boundary as it stands in the body, whichever way the header was decoded."""
    return text.encode("utf-8", "surrogateescape")


_REST = re.compile(rb"(--)?[ \t]*+(?:\r*\n|\r*\Z)")


def _after_delimiter(raw: bytes, position: int, end: int) -> tuple[int, bool] | None:
    """Return where the line after a delimiter begins and if it closes; `None` if it is none."""
    rest = _REST.match(raw, position, end)
    return (rest.end(), rest[1] is not None) if rest else None


def _before_break(raw: bytes, line: int, least: int) -> int:
    """Return where the line break before the delimiter line begins: it belongs to the delimiter."""
    if raw.endswith(b"\r\n", least, line):
        return line - 2
    return line - 1 if raw.endswith(b"\n", least, line) else line


def _glued_close(raw: bytes, boundary: bytes, start: int, end: int) -> int:
    """Find a closing delimiter at the end of the last line, where a sender forgot the break."""
    closing = b"--" + boundary + b"--"
    tail = raw[max(start, end - len(closing) - 64) : end].rstrip(b" \t\r\n")
    if not tail.endswith(closing):
        return -1
    return max(start, max(start, end - len(closing) - 64) + len(tail) - len(closing))
