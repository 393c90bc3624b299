"""Opens RAR files: their headers are read here, their contents by libarchive.

Names are in the clear unless the headers themselves are encrypted, so that a program in a locked
archive is still seen by its name. Source: the RAR 5.0 archive format note, and `technote.txt`
for version 4.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from bartizan.forensics.containers.budget import Budget
from bartizan.forensics.containers.entries import Entry, Found, name_defects, read_name
from bartizan.forensics.containers.foreign import open_foreign
from bartizan.forensics.examination import Defect, Trouble

_RAR_5 = b"Rar!\x1a\x07\x01\x00"
_HEAD_4 = struct.Struct("<HBHH")
_MARK_4 = 7
_FILE_4, _ARCHIVE_4 = 0x74, 0x73
_NAME_LENGTH_AT, _NAME_AT, _HIGH = 26, 32, 0x100
_LONG_4, _LOCKED_4, _HEADERS_LOCKED_4 = 0x8000, 0x04, 0x80
_FILE_5, _CRYPT_5 = 2, 4
_EXTRA_5, _DATA_5, _TIME_5, _CRC_5, _FOLDER_5, _LOCK_RECORD_5 = 1, 2, 2, 4, 1, 1
_LOCKED = "It is encrypted, and no password that was found opens it."


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    encrypted: bool


def open_rar(content: bytes, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Found]:
    """Yield every file; those that could not be opened by their names."""
    budget.work(len(content))
    if _is_sealed(content):
        yield Defect(Trouble.LOCKED, _LOCKED)
        return
    named = list(_names(content, budget.limits.entries))
    locked = {one.name for one in named if one.encrypted}
    opened: set[str] = set()
    for found in open_foreign(content, budget, passwords):
        if isinstance(found, Entry):
            opened.add(found.name)
            if found.name in locked:  # the library hands out what is encrypted as it stands
                yield _unopened(_Named(found.name, encrypted=True))
                continue
        yield found
    for one in named:
        if one.name not in opened:
            budget.entry()
            yield _unopened(one)


def _unopened(one: _Named) -> Entry:
    locked = (Defect(Trouble.LOCKED, _LOCKED),) if one.encrypted else ()
    return Entry(one.name, None, name_defects(one.name) + locked, one.encrypted)


def _is_sealed(content: bytes) -> bool:
    """Whether even the headers are encrypted."""
    if content.startswith(_RAR_5):
        _, start = _number(content, len(_RAR_5) + 4)
        return _number(content, start)[0] == _CRYPT_5
    if len(content) < _MARK_4 + _HEAD_4.size:
        return False
    _, kind, flags, _ = _HEAD_4.unpack_from(content, _MARK_4)
    return kind == _ARCHIVE_4 and bool(flags & _HEADERS_LOCKED_4)


def _names(content: bytes, limit: int) -> Iterator[_Named]:
    walk = _walk_5 if content.startswith(_RAR_5) else _walk_4
    for found, _ in zip(walk(content), range(limit), strict=False):
        yield found


def _walk_4(content: bytes) -> Iterator[_Named]:
    position = _MARK_4
    while position + _HEAD_4.size <= len(content):
        _, kind, flags, size = _HEAD_4.unpack_from(content, position)
        block = content[position : position + size]
        if size < _HEAD_4.size:
            return
        position += size
        if (kind == _FILE_4 or flags & _LONG_4) and len(block) >= _HEAD_4.size + 4:
            position += int.from_bytes(block[7:11], "little")
        if kind == _FILE_4 and len(block) > _NAME_AT:
            at = _NAME_AT + (8 if flags & _HIGH else 0)
            length = int.from_bytes(block[_NAME_LENGTH_AT : _NAME_LENGTH_AT + 2], "little")
            name = block[at : at + length].partition(b"\0")[0]
            yield _Named(read_name(name), bool(flags & _LOCKED_4))


def _walk_5(content: bytes) -> Iterator[_Named]:
    position = len(_RAR_5)
    while position + 7 < len(content):
        size, start = _number(content, position + 4)
        kind, at = _number(content, start)
        if size == 0 or kind == _CRYPT_5:
            return
        flags, at = _number(content, at)
        extra, at = _number(content, at) if flags & _EXTRA_5 else (0, at)
        data, at = _number(content, at) if flags & _DATA_5 else (0, at)
        position = start + size
        if kind == _FILE_5:
            found = _file_5(content[at:position], extra)
            if found is not None:
                yield found
        position += data


def _file_5(block: bytes, extra: int) -> _Named | None:
    flags, at = _number(block, 0)
    _, at = _number(block, at)
    _, at = _number(block, at)
    at += (4 if flags & _TIME_5 else 0) + (4 if flags & _CRC_5 else 0)
    _, at = _number(block, at)
    _, at = _number(block, at)
    length, at = _number(block, at)
    if flags & _FOLDER_5 or not length:
        return None
    return _Named(
        read_name(block[at : at + length]), _is_locked(block[len(block) - extra :], extra)
    )


def _is_locked(area: bytes, extra: int) -> bool:
    at = 0
    while extra and at < len(area):
        size, start = _number(area, at)
        kind, _ = _number(area, start)
        if kind == _LOCK_RECORD_5:
            return True
        at = start + max(size, 1)
    return False


def _number(content: bytes, at: int) -> tuple[int, int]:
    """Read a number of seven bits a byte, the lowest first."""
    value = 0
    for index, byte in enumerate(content[at : at + 10]):
        value |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            return value, at + index + 1
    return 0, len(content)
