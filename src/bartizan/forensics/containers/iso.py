"""Opens ISO 9660 images with our own reader: the plain tree and the Joliet tree.

Windows mounts such an image on a double click, and what lies in it does not carry the mark of
the web. Both trees are walked, because either may hold what the other hides.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from bartizan.forensics.containers.budget import Budget, broken
from bartizan.forensics.containers.entries import Entry, Found, name_defects, read_name
from bartizan.forensics.examination import Defect, Trouble

_SECTOR = 2048
_FIRST, _MOST = 16, 64
_PRIMARY, _SUPPLEMENTARY, _LAST = 1, 2, 255
_JOLIET = (b"%/@", b"%/C", b"%/E")
_RECORD = struct.Struct("<BBI4xI4x7xBBBHHB")
_ROOT_AT, _ESCAPES_AT = 156, 88
_IS_FOLDER = 2
_FOLDERS = 2_000
_ROCK_NAME = b"NM"


@dataclass(frozen=True, slots=True)
class _Record:
    name: str
    sector: int
    size: int
    flags: int


def open_iso(content: bytes, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Found]:
    """Yield every file of every tree, each place on the disk once."""
    del passwords
    roots = list(_roots(content))
    if not roots:
        raise broken("It has no volume that can be read.")
    seen: set[tuple[int, int]] = set()
    for root, wide in sorted(roots, key=lambda one: not one[1]):
        for name, record in _walk(content, root, budget, wide=wide):
            if (record.sector, record.size) not in seen:
                seen.add((record.sector, record.size))
                yield _entry(content, name, record, budget)


def _roots(content: bytes) -> Iterator[tuple[_Record, bool]]:
    for number in range(_FIRST, _MOST):
        volume = content[number * _SECTOR : (number + 1) * _SECTOR]
        if volume[1:6] != b"CD001" or volume[0] == _LAST:
            return
        wide = volume[_ESCAPES_AT : _ESCAPES_AT + 3] in _JOLIET
        if volume[0] == _PRIMARY or (volume[0] == _SUPPLEMENTARY and wide):
            found = next(_records(volume[_ROOT_AT : _ROOT_AT + 34], wide=wide), None)
            if found is not None:
                yield found, wide


def _walk(
    content: bytes, root: _Record, budget: Budget, *, wide: bool
) -> Iterator[tuple[str, _Record]]:
    stack, visited = [("", root)], {root.sector}
    while stack:
        path, folder = stack.pop()
        start = folder.sector * _SECTOR
        listing = content[start : start + folder.size]
        budget.work(len(listing))
        for record in list(_records(listing, wide=wide)):
            if record.name in ("\0", "\1", ""):
                continue
            name = f"{path}{record.name}"
            if not record.flags & _IS_FOLDER:
                yield name, record
            elif record.sector not in visited and len(visited) < _FOLDERS:
                visited.add(record.sector)
                stack.append((f"{name}/", record))


def _records(listing: bytes, *, wide: bool) -> Iterator[_Record]:
    position = 0
    while position + _RECORD.size <= len(listing):
        length, _, sector, size, flags, _, _, _, _, name_length = _RECORD.unpack_from(
            listing, position
        )
        if length == 0:  # records do not cross sectors: the rest of this one is empty
            position = (position // _SECTOR + 1) * _SECTOR
            continue
        if length < _RECORD.size:
            return
        raw = listing[position : position + length]
        name = raw[_RECORD.size : _RECORD.size + name_length]
        rock = "" if wide else _rock_name(raw[_RECORD.size + name_length :])
        yield _Record(rock or _read(name, wide=wide), sector, size, flags)
        position += length


def _read(name: bytes, *, wide: bool) -> str:
    if name in (b"\0", b"\1"):
        return name.decode()
    text = name.decode("utf-16-be", "replace") if wide else read_name(name)
    return text.partition(";")[0]


def _rock_name(area: bytes) -> str:
    """Return the name that Unix shows (Rock Ridge), where there is one."""
    at = area.find(_ROCK_NAME)
    if at < 0 or at + 5 > len(area):
        return ""
    return read_name(area[at + 5 : at + area[at + 2]])


def _entry(content: bytes, name: str, record: _Record, budget: Budget) -> Entry:
    budget.entry()
    start = record.sector * _SECTOR
    body = content[start : start + record.size]
    room = budget.room(len(body))
    budget.spend(min(room, len(body)))
    budget.work(len(body))
    defects = name_defects(name)
    if len(body) < record.size:
        defects += (Defect(Trouble.BROKEN, "It ends too early."),)
    if len(body) > room:
        defects += (budget.cut(len(body)),)
    return Entry(name, body[:room], defects)
