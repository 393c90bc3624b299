"""Opens cabinets of Microsoft: stored and MSZIP folders ourselves, the others by libarchive.

Source: [MS-CAB].
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from bartizan.forensics.containers.budget import Budget, broken
from bartizan.forensics.containers.entries import Entry, Found, name_defects, read_name
from bartizan.forensics.containers.foreign import open_foreign
from bartizan.forensics.examination import Defect, Trouble

_HEADER = struct.Struct("<4s4xI4xI4xBBHHH4x")
_FOLDER, _FILE, _DATA = struct.Struct("<IHH"), struct.Struct("<IIHHHH"), struct.Struct("<IHH")
_RESERVES = 4
_STORED, _MSZIP, _METHOD = 0, 1, 0x0F
_WINDOW = 32 * 1024
_UTF8 = 0x80
_LONGEST_NAME = 260


@dataclass(frozen=True, slots=True)
class _Folder:
    data: int
    blocks: int
    method: int


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    folder: int
    offset: int
    size: int


def open_cab(content: bytes, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Found]:
    """Yield every file, folder by folder."""
    if len(content) < _HEADER.size:
        raise broken("It is shorter than its header.")
    folders, files, reserved = _tables(content, budget.limits.entries)
    if any(folder.method not in (_STORED, _MSZIP) for folder in folders):
        yield from open_foreign(content, budget, passwords)
        return
    for number, folder in enumerate(folders):
        within = [file for file in files if file.folder == number]
        if within:
            yield from _files(content, folder, within, reserved, budget)
    for file in files:
        if file.folder >= len(folders):
            sentence = "It goes on in another cabinet, which is not here."
            yield Entry(file.name, None, (Defect(Trouble.BROKEN, sentence),))


def _tables(content: bytes, limit: int) -> tuple[list[_Folder], list[_File], int]:
    _, _, files_at, _, _, folder_count, file_count, flags = _HEADER.unpack_from(content)
    position, per_folder, per_block = _HEADER.size, 0, 0
    if flags & _RESERVES and position + 4 <= len(content):
        header, per_folder, per_block = struct.unpack_from("<HBB", content, position)
        position += 4 + header
    for flag in (1, 2):  # the cabinets before and after this one, each with its disk
        if flags & flag:
            position = _after_text(content, _after_text(content, position))
    folders = []
    for _ in range(min(folder_count, limit)):
        if position + _FOLDER.size > len(content):
            break
        data, blocks, method = _FOLDER.unpack_from(content, position)
        folders.append(_Folder(data, blocks, method & _METHOD))
        position += _FOLDER.size + per_folder
    return folders, list(_listed(content, files_at, min(file_count, limit))), per_block


def _after_text(content: bytes, position: int) -> int:
    return max(content.find(b"\0", position, position + _LONGEST_NAME), position) + 1


def _listed(content: bytes, position: int, count: int) -> Iterator[_File]:
    for _ in range(count):
        if position + _FILE.size > len(content):
            return
        size, offset, folder, _, _, attributes = _FILE.unpack_from(content, position)
        start = position + _FILE.size
        end = content.find(b"\0", start, start + _LONGEST_NAME)
        if end < 0:
            return
        raw = content[start:end]
        yield _File(raw.decode("utf-8", "replace") if attributes & _UTF8 else read_name(raw),
                    folder, offset, size)  # fmt: skip
        position = end + 1


def _files(
    content: bytes, folder: _Folder, files: list[_File], reserved: int, budget: Budget
) -> Iterator[Found]:
    plain, defects = _plain(content, folder, reserved, budget)
    for file in files:
        budget.entry()
        body = plain[file.offset : file.offset + file.size]
        budget.work(len(body))
        short = defects if len(body) < file.size else ()
        if len(body) < file.size and not defects:
            short = (Defect(Trouble.BROKEN, "It ends too early."),)
        yield Entry(file.name, body, name_defects(file.name) + short)


def _plain(
    content: bytes, folder: _Folder, reserved: int, budget: Budget
) -> tuple[bytes, tuple[Defect, ...]]:
    """Expand a folder, block after block, each with the last as its dictionary."""
    room, size, window = budget.room(len(content)), 0, b""
    pieces: list[bytes] = []
    defects: tuple[Defect, ...] = ()
    for block in _blocks(content, folder, reserved):
        budget.work(len(block))
        try:
            piece = block if folder.method == _STORED else _expand(block, window)
        except zlib.error:
            defects = (Defect(Trouble.BROKEN, "Its compressed data is damaged."),)
            break
        pieces.append(piece)
        size += len(piece)
        window = (window + piece)[-_WINDOW:]
        if size > room:
            defects = (budget.cut(len(content)),)
            break
    plain = b"".join(pieces)[:room]
    budget.spend(len(plain))
    return plain, defects


def _expand(block: bytes, window: bytes) -> bytes:
    if not block.startswith(b"CK"):
        raise zlib.error
    machine = (
        zlib.decompressobj(-zlib.MAX_WBITS, zdict=window)
        if window
        else zlib.decompressobj(-zlib.MAX_WBITS)
    )
    return machine.decompress(block[2:], _WINDOW)


def _blocks(content: bytes, folder: _Folder, reserved: int) -> Iterator[bytes]:
    position = folder.data
    for _ in range(folder.blocks):
        if position + _DATA.size > len(content):
            return
        _, packed, _ = _DATA.unpack_from(content, position)
        start = position + _DATA.size + reserved
        yield content[start : start + packed]
        position = start + packed
