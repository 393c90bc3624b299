"""Opens ZIP files, encrypted ones too where a password fits."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bartizan.forensics.containers.budget import Budget
from bartizan.forensics.containers.entries import Entry, Found, link, name_defects, read_name
from bartizan.forensics.containers.streams import Decompressor, expand
from bartizan.forensics.containers.zip_directory import (
    DESCRIPTOR,
    ENCRYPTED,
    Member,
    extra_field,
    read_directory,
    stored_length,
)
from bartizan.forensics.containers.zip_secrets import read_aes_field, unlock_aes, unlock_old
from bartizan.forensics.examination import Defect, Trouble
from bartizan.forensics.file_types import runs_by_name

_STORED, _LZMA, _AES = 0, 14, 99
_AES_FIELD = 0x9901
_MEMORY = 128 * 1024 * 1024
#: PKWARE's encryption is undone byte by byte: only this much of a file, and at this price.
_OLD_REACH, _OLD_PRICE = 2 * 1024 * 1024, 40
#: Files of one archive on which every password may fail before none is tried on the rest.
_TRIES = 3
#: Names looked at for each file that may be opened.
_LISTED = 10
_LZMA_HEAD = 4
_UNKNOWN_SIZE = b"\xff" * 8
_TARGET = 4096

_MACHINES: dict[int, Callable[[], Decompressor]] = {
    8: lambda: zlib.decompressobj(-zlib.MAX_WBITS),
    12: bz2.BZ2Decompressor,
    _LZMA: lambda: lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=_MEMORY),
    95: lambda: lzma.LZMADecompressor(memlimit=_MEMORY),
}


@dataclass(frozen=True, slots=True)
class _Packed:
    """A member's data once it is readable: still compressed by `method`."""

    data: bytes
    method: int
    encrypted: bool = False
    password: str | None = None
    cut: bool = False


def open_zip(content: bytes, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Found]:
    """Yield every file that either table of contents names."""
    budget.work(len(content))
    members, defects = read_directory(content, _LISTED * budget.limits.entries)
    yield from defects
    failures = 0
    # What a double click would start comes first: no heap of files before it uses the budget up.
    for member in sorted(members, key=lambda one: not runs_by_name(one.name)):
        if member.name.endswith("/") and not member.size:
            yield from name_defects(member.name)
            continue
        budget.entry()
        entry = _open(content, member, budget, passwords if failures < _TRIES else ())
        failures += entry.encrypted and entry.content is None
        if entry.password is not None:
            passwords = (entry.password, *(one for one in passwords if one != entry.password))
        yield replace(entry, defects=name_defects(member.name) + member.defects + entry.defects)


def _open(content: bytes, member: Member, budget: Budget, passwords: tuple[str, ...]) -> Entry:
    raw = _raw(content, member)
    if member.is_link:
        return link(member.name, read_name(raw[:_TARGET]))
    if not member.flags & ENCRYPTED:
        return _unpacked(member, _Packed(raw, member.method), budget)
    for password in passwords:
        entry = _try(raw, member, budget, password)
        if entry is not None:
            return entry
    locked = Defect(Trouble.LOCKED, "It is encrypted, and no password that was found opens it.")
    return Entry(member.name, None, (locked,), encrypted=True)


def _raw(content: bytes, member: Member) -> bytes:
    if member.packed is not None:
        return content[member.start : member.end]
    if member.method == _STORED:
        return content[member.start : member.start + stored_length(content, member)]
    return content[member.start :]


def _try(raw: bytes, member: Member, budget: Budget, password: str) -> Entry | None:
    """Open an encrypted file with one password; `None` where that does not fit."""
    packed = _unlocked(raw, member, budget, password)
    if packed is None:
        return None
    entry = _unpacked(member, packed, budget)
    if member.method != _AES and not packed.cut and entry.defects:
        return None  # one byte of check is not enough: a wrong password shows as broken data
    return entry


def _unlocked(raw: bytes, member: Member, budget: Budget, password: str) -> _Packed | None:
    secret = password.encode()
    if member.method == _AES:
        told = read_aes_field(extra_field(member.extra, _AES_FIELD))
        if told is None:
            return None
        budget.work(len(raw) + 100_000)  # a thousand rounds of hashing
        data = unlock_aes(raw, secret, told[0])
        return None if data is None else _Packed(data, told[1], encrypted=True, password=password)
    within = raw[:_OLD_REACH]
    check = member.time >> 8 if member.flags & DESCRIPTOR else member.crc >> 24
    data = unlock_old(within, secret, check)
    if data is None:
        return None
    budget.work(len(within) * _OLD_PRICE)
    return _Packed(
        data, member.method, encrypted=True, password=password, cut=len(within) < len(raw)
    )


def _unpacked(member: Member, packed: _Packed, budget: Budget) -> Entry:
    content, defects = _content(packed, budget)
    if content is not None and not defects and member.crc and not _sound(member, content):
        defects = (Defect(Trouble.BROKEN, "Its checksum does not fit its content."),)
    if packed.cut:
        defects = (Defect(Trouble.TOO_LARGE, "Only the beginning of it was decrypted."),)
    return Entry(member.name, content, defects, packed.encrypted, packed.password)


def _sound(member: Member, content: bytes) -> bool:
    return zlib.crc32(content) == member.crc


def _content(packed: _Packed, budget: Budget) -> tuple[bytes | None, tuple[Defect, ...]]:
    if packed.method == _STORED:
        return _stored(packed.data, budget)
    machine = _MACHINES.get(packed.method)
    if machine is None:
        sentence = f"It is compressed by method {packed.method}, which is not read."
        return None, (Defect(Trouble.UNSUPPORTED, sentence),)
    data = _with_lzma_head(packed.data) if packed.method == _LZMA else packed.data
    found = expand(machine(), data, budget)
    unmarked = packed.method == _LZMA and not found.complete and found.content
    return found.content, () if unmarked else found.defects


def _with_lzma_head(data: bytes) -> bytes:
    """Turn ZIP's head of an LZMA stream into that of a stand-alone file."""
    length = int.from_bytes(data[2:_LZMA_HEAD], "little")
    properties = data[_LZMA_HEAD : _LZMA_HEAD + length]
    return properties + _UNKNOWN_SIZE + data[_LZMA_HEAD + length :]


def _stored(data: bytes, budget: Budget) -> tuple[bytes, tuple[Defect, ...]]:
    room = budget.room(len(data))
    budget.work(len(data))
    budget.spend(min(room, len(data)))
    return data[:room], (budget.cut(len(data)),) if len(data) > room else ()
