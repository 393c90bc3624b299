"""The two tables of contents of a ZIP file, and where they disagree.

A ZIP names each file twice: in the directory at its end, which most programs believe, and in a
header before the file, which others believe. Attackers let them differ. We read both.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bartizan.forensics.containers.entries import read_name, shown
from bartizan.forensics.examination import Defect, Trouble

_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_END = struct.Struct("<4sHHHHIIH")
_END_64 = struct.Struct("<4sQHHIIQQQQ")
_LOCATOR_64 = struct.Struct("<4sIQI")
_CENTRAL_MAGIC, _LOCAL_MAGIC, _END_MAGIC = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
_END_64_MAGIC, _LOCATOR_64_MAGIC = b"PK\x06\x06", b"PK\x06\x07"
_DESCRIPTOR_MAGIC = b"PK\x07\x08"
_FULL = 0xFFFFFFFF
_ZIP64_FIELD = 1
_UNIX, _KIND, _SYMLINK = 3, 0xF000, 0xA000
ENCRYPTED, DESCRIPTOR = 0x1, 0x8
#: How far from the end of a file its directory's end may be, and how much of a comment is read.
_TAIL, _COMMENT = 65_557, 4_000


@dataclass(frozen=True, slots=True)
class Member:
    """One file as the directory or, where it is not in there, its own header describes it.

    `header` and `start` are where its header and its data begin; `packed` is the length of the
    data, `None` where it can only be found by reading it.
    """

    name: str
    header: int
    start: int
    packed: int | None
    size: int
    crc: int
    flags: int
    method: int
    time: int
    extra: bytes
    is_link: bool = False
    defects: tuple[Defect, ...] = ()

    @property
    def end(self) -> int:
        """Where its data ends, as far as that is known."""
        return self.start + (self.packed or 0)


def read_directory(content: bytes, limit: int) -> tuple[list[Member], tuple[Defect, ...]]:
    """Return what the directory lists (at most `limit`), then what stands beside it."""
    start, shift, defects = _directory_start(content)
    listed = [] if start is None else list(_listed(content, start, limit + 1))
    listed = [_shifted(content, member, shift) for member in listed]
    listed = [_beside(content, member) for member in listed]
    strays = list(_strays(content, listed, limit + 1 - len(listed)))
    if start is None:  # nothing is hidden where nothing is listed
        strays = [replace(member, defects=()) for member in strays]
    if _overlapping(listed):
        sentence = "Files in it share the same bytes, as only bombs do."
        defects = (*defects, Defect(Trouble.OVERLAP, sentence))
    return listed + strays, defects


def _directory_start(content: bytes) -> tuple[int | None, int, tuple[Defect, ...]]:
    """Return where the directory is, and how far everything lies behind where it says it is."""
    at = content.rfind(_END_MAGIC)
    if at < 0 or at + _END.size > len(content):
        return None, 0, (Defect(Trouble.BROKEN, "Its directory is missing."),)
    *_, size, offset, _comment = _END.unpack_from(content, at)
    offset, size, at = _wide(content, at, offset, size)
    for start in (at - size, offset):
        if 0 <= start < at and content.startswith(_CENTRAL_MAGIC, start):
            return start, max(start - offset, 0), ()
    if size == 0:
        return None, 0, ()
    return None, 0, (Defect(Trouble.BROKEN, "Its directory is not where its end says."),)


def _wide(content: bytes, at: int, offset: int, size: int) -> tuple[int, int, int]:
    """Replace the end's numbers by those of a ZIP64 end, where there is one."""
    locator = at - _LOCATOR_64.size
    if _FULL not in (offset, size) or locator < 0:
        return offset, size, at
    magic, _, end, _ = _LOCATOR_64.unpack_from(content, locator)
    if magic != _LOCATOR_64_MAGIC or not content.startswith(_END_64_MAGIC, end):
        return offset, size, at
    if end + _END_64.size > len(content):
        return offset, size, at
    *_, wide_size, wide_offset = _END_64.unpack_from(content, end)
    return wide_offset, wide_size, end


def _listed(content: bytes, start: int, limit: int) -> Iterator[Member]:
    position = start
    for _ in range(limit):
        if position + _CENTRAL.size > len(content):
            return
        fields = _CENTRAL.unpack_from(content, position)
        magic, made, _, flags, method, time, _, crc, packed, size = fields[:10]
        name_length, extra_length, comment_length, _, _, attributes, header = fields[10:]
        if magic != _CENTRAL_MAGIC:
            return
        name_at = position + _CENTRAL.size
        extra_at = name_at + name_length
        extra = content[extra_at : extra_at + extra_length]
        size, packed, header = _wide_fields(extra, size, packed, header)
        yield Member(
            name=read_name(content[name_at:extra_at]), header=header, start=header, packed=packed,
            size=size, crc=crc, flags=flags, method=method, time=time, extra=extra,
            is_link=made >> 8 == _UNIX and (attributes >> 16) & _KIND == _SYMLINK,
        )  # fmt: skip
        position = extra_at + extra_length + comment_length


def _wide_fields(extra: bytes, *values: int) -> tuple[int, ...]:
    """Take from a ZIP64 field, in order, each value that stands as all ones."""
    wide = extra_field(extra, _ZIP64_FIELD)
    found = []
    for value in values:
        if value == _FULL and len(wide) >= 8:  # noqa: PLR2004 - the size of one value
            found.append(int.from_bytes(wide[:8], "little"))
            wide = wide[8:]
        else:
            found.append(value)
    return tuple(found)


def extra_field(extra: bytes, wanted: int) -> bytes:
    """Return the extra field of this number; empty where there is none."""
    position = 0
    while position + 4 <= len(extra):
        number, length = struct.unpack_from("<HH", extra, position)
        if number == wanted:
            return extra[position + 4 : position + 4 + length]
        position += 4 + length
    return b""


def _shifted(content: bytes, member: Member, shift: int) -> Member:
    """Find a file in an archive that has something before it, such as a program."""
    if shift and content.startswith(_LOCAL_MAGIC, member.header + shift):
        return replace(member, header=member.header + shift)
    return member


def _beside(content: bytes, member: Member) -> Member:
    """Find a listed file's data by its own header, and compare what both say."""
    own = _own_header(content, member.header)
    if own is None:
        sentence = "The directory of the archive points to where no file begins."
        return replace(member, start=len(content), defects=(Defect(Trouble.BROKEN, sentence),))
    defects = []
    if own.name != member.name:
        sentence = (
            f"Its own header calls it {shown(own.name)}, the directory of the archive does not."
        )
        defects.append(Defect(Trouble.AMBIGUOUS, sentence))
    if own.packed is not None and own.packed not in (member.packed, _FULL):
        sentence = "Its own header and the directory of the archive give it different sizes."
        defects.append(Defect(Trouble.AMBIGUOUS, sentence))
    return replace(member, start=own.start, defects=tuple(defects))


def _own_header(content: bytes, at: int) -> Member | None:
    if at + _LOCAL.size > len(content):
        return None
    fields = _LOCAL.unpack_from(content, at)
    magic, _, flags, method, time, _, crc, packed, size, name_length, extra_length = fields
    if magic != _LOCAL_MAGIC:
        return None
    name_at = at + _LOCAL.size
    extra_at = name_at + name_length
    start = extra_at + extra_length
    return Member(
        name=read_name(content[name_at:extra_at]), header=at, start=start,
        packed=None if flags & DESCRIPTOR else packed, size=size, crc=crc, flags=flags,
        method=method, time=time, extra=content[extra_at:start],
    )  # fmt: skip


def _strays(content: bytes, listed: list[Member], limit: int) -> Iterator[Member]:
    """Find files that have a header of their own but are not in the directory."""
    sentence = "It is in the archive, but not in the archive's directory."
    for start, end in _gaps(listed, len(content)):
        position = start
        while limit > 0 and (position := content.find(_LOCAL_MAGIC, position, end)) >= 0:
            member = _own_header(content, position)
            position += 4
            if member is not None and member.start <= len(content):
                limit -= 1
                position = max(position, member.end)
                yield replace(member, defects=(Defect(Trouble.AMBIGUOUS, sentence),))


def _gaps(listed: list[Member], length: int) -> Iterator[tuple[int, int]]:
    covered = 0
    for member in sorted(listed, key=lambda one: one.header):
        if member.header > covered:
            yield covered, member.header
        covered = max(covered, member.end)
    yield covered, length


def _overlapping(listed: list[Member]) -> bool:
    covered = 0
    for member in sorted(listed, key=lambda one: one.header):
        if member.header < covered:
            return True
        covered = max(covered, member.end)
    return False


def stored_length(content: bytes, member: Member) -> int:
    """Return how long a stored file is whose length nobody says: up to its descriptor."""
    end = content.find(_DESCRIPTOR_MAGIC, member.start)
    return (len(content) if end < 0 else end) - member.start


def ends_as_zip(content: bytes) -> bool:
    """Whether a file ends with the directory of a ZIP, whatever it begins with.

    Programs that unpack look there first, so such a file is an archive to its reader.
    """
    at = content.rfind(_END_MAGIC, max(0, len(content) - _TAIL))
    if at < 0 or at + _END.size > len(content):
        return False
    size = _END.unpack_from(content, at)[5]
    return bool(size) and at >= size and content.startswith(_CENTRAL_MAGIC, at - size)


def read_comment(content: bytes) -> str:
    """Return the comment of the whole archive; passwords are written there."""
    at = content.rfind(_END_MAGIC, max(0, len(content) - _TAIL))
    return "" if at < 0 else read_name(content[at + _END.size :][:_COMMENT])
