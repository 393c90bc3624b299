"""Compressed streams: the one loop that expands them within a budget, and gzip, bzip2, xz."""

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from bartizan.forensics.containers.budget import Budget
from bartizan.forensics.containers.entries import Entry, Found, name_defects
from bartizan.forensics.examination import Defect, Trouble

_PIECE = 64 * 1024
_XZ_MEMORY = 128 * 1024 * 1024
#: Streams may follow one another in one file; honest ones are few.
_STREAMS = 100
_FNAME, _FEXTRA = 8, 4
_GZIP_HEAD = struct.Struct("<2sBBIBB")

_ERRORS = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)


class Decompressor(Protocol):
    """What zlib, bz2 and lzma have in common."""

    @property
    def eof(self) -> bool:
        """Whether the stream came to its end."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What was given to it beyond that end."""
        ...

    def decompress(self, data: bytes, /, max_length: int) -> bytes:
        """Return what comes out of `data`, at most `max_length` bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Expanded:
    """What came out of a stream, what was wrong with it, and where in the input it ended."""

    content: bytes
    defects: tuple[Defect, ...]
    used: int
    complete: bool


def expand(machine: Decompressor, packed: bytes, budget: Budget) -> Expanded:
    """Expand one stream piece by piece, so that what came before a fault is kept."""
    room = budget.room(len(packed))
    pieces: list[bytes] = []
    size = position = 0
    defects: tuple[Defect, ...] = ()
    try:
        while position < len(packed) and not machine.eof and size <= room:
            piece = packed[position : position + _PIECE]
            budget.work(len(piece))
            pieces.append(machine.decompress(piece, max_length=room + 1 - size))
            position += len(piece)
            size += len(pieces[-1])
    except _ERRORS:
        defects = (Defect(Trouble.BROKEN, "Its compressed data is damaged."),)
    if size > room:
        defects = (budget.cut(len(packed)),)
    elif not machine.eof and not defects:
        defects = (Defect(Trouble.BROKEN, "Its compressed data ends too early."),)
    content = b"".join(pieces)[:room]
    budget.spend(len(content))
    used = position - len(machine.unused_data) if machine.eof else position
    return Expanded(content, defects, used, complete=machine.eof)


def open_gzip(content: bytes, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Found]:
    """Open a gzip file; the name inside counts, where there is one."""
    del passwords
    name = _gzip_name(content)
    entry = _join(content, budget, lambda: zlib.decompressobj(16 + zlib.MAX_WBITS))
    yield Entry(name, entry.content, name_defects(name) + entry.defects)


def open_bzip2(content: bytes, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Found]:
    """Open a bzip2 file."""
    del passwords
    yield _join(content, budget, bz2.BZ2Decompressor)


def open_xz(content: bytes, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Found]:
    """Open an xz file."""
    del passwords
    yield _join(content, budget, lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY))


def _join(content: bytes, budget: Budget, machine: Callable[[], Decompressor]) -> Entry:
    """Expand the streams that follow one another; rubbish after the first is passed over."""
    budget.entry()
    pieces: list[bytes] = []
    defects: tuple[Defect, ...] = ()
    rest = content
    for number in range(_STREAMS):
        found = expand(machine(), rest, budget)
        if number and not found.content:
            break
        pieces.append(found.content)
        defects = found.defects
        rest = rest[found.used :]
        if defects or not rest:
            break
        budget.work(len(rest))
    return Entry("", b"".join(pieces), defects)


def _gzip_name(content: bytes) -> str:
    if len(content) < _GZIP_HEAD.size:
        return ""
    flags = _GZIP_HEAD.unpack_from(content)[2]
    start = _GZIP_HEAD.size
    if flags & _FEXTRA:
        start += 2 + int.from_bytes(content[start : start + 2], "little")
    if not flags & _FNAME:
        return ""
    return content[start : start + 500].partition(b"\0")[0].decode("latin-1")
