"""Shortcuts of Windows ([MS-SHLLINK]): what they start, with which arguments, behind which icon."""

import re
from collections.abc import Sequence

from bartizan.forensics.documents.commands import judge_command
from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.examination import Reading, Trait, Trouble
from bartizan.forensics.file_types import FileType

_HEADER = 76
_HAS_LIST, _HAS_INFO, _UNICODE = 0x01, 0x02, 0x80
#: The strings that follow, in their order, with the flag that says they are there.
_STRINGS = ((0x04, "name"), (0x08, "path"), (0x10, "folder"), (0x20, "arguments"), (0x40, "icon"))
_PADDED = re.compile(r"\s{60}")
_TRAILING_BYTES = 4_096
_ENVIRONMENT = b"\x01\x00\x00\xa0"
_WIDE_RUN = re.compile(rb"(?:[\x20-\x7e]\x00){4,300}")


def read_lnk(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading:  # noqa: A002, ARG001 - the shape of every reader
    """Read a shortcut: its command line is what a double click runs."""
    draft = Draft()
    if len(content) < _HEADER:
        draft.defect(Trouble.BROKEN, "The shortcut ends within its header.")
        return draft.reading()
    flags = int.from_bytes(content[20:24], "little")
    target, position = _target(content, flags)
    strings, position = _strings(content, flags, position)
    target = _environment(content, position) or target or strings.get("path", "")
    arguments = strings.get("arguments", "")
    command = f"{target} {arguments}".strip()
    draft.sign(Trait.COMMAND, command)
    judge_command(command, draft)
    _disguise(strings, arguments, draft)
    _overlay(content, position, draft)
    draft.say("\n".join(value for value in (target, *strings.values()) if value))
    return draft.reading()


def _target(content: bytes, flags: int) -> tuple[str, int]:
    """The path in the link's information; else the last names in the list of items."""
    position, target = _HEADER, ""
    if flags & _HAS_LIST:
        size = int.from_bytes(content[position : position + 2], "little")
        target = _last_item(content[position + 2 : position + 2 + size])
        position += 2 + size
    if flags & _HAS_INFO:
        size = int.from_bytes(content[position : position + 4], "little")
        target = _local_path(content[position : position + size]) or target
        position += max(size, 4)
    return target, position


def _last_item(items: bytes) -> str:
    runs = _WIDE_RUN.findall(items[:65_535])
    return str(runs[-1].decode("utf-16-le")) if runs else ""


def _local_path(info: bytes) -> str:
    offset = int.from_bytes(info[16:20], "little")
    if not 0 < offset < len(info):
        return ""
    return info[offset : offset + 600].partition(b"\x00")[0].decode("cp1252", "replace")


def _strings(content: bytes, flags: int, position: int) -> tuple[dict[str, str], int]:
    width = 2 if flags & _UNICODE else 1
    found: dict[str, str] = {}
    for flag, name in _STRINGS:
        if flags & flag:
            count = int.from_bytes(content[position : position + 2], "little")
            end = position + 2 + count * width
            raw = content[position + 2 : end]
            found[name] = raw.decode("utf-16-le" if width == 2 else "cp1252", "replace")  # noqa: PLR2004 - two bytes a letter
            position = end
    return found, position


def _environment(content: bytes, position: int) -> str:
    """A block of its own may name the target again, and that one is what runs."""
    start = content.find(_ENVIRONMENT, position)
    if start < 0:
        return ""
    wide = content[start + 264 : start + 784].decode("utf-16-le", "replace")
    return wide.partition("\0")[0]


def _disguise(strings: dict[str, str], arguments: str, draft: Draft) -> None:
    if _PADDED.search(arguments):
        draft.sign(Trait.OBFUSCATED, "arguments behind many spaces")
    icon = strings.get("icon", "")
    if icon.lower().endswith((".pdf", ".docx", ".xlsx", ".jpg")) or "acrord32" in icon.lower():
        draft.sign(Trait.OBFUSCATED, f"shown with the icon of {icon}")


def _overlay(content: bytes, position: int, draft: Draft) -> None:
    """Some shortcuts carry their program behind their own end and cut it out of themselves."""
    if len(content) - position > 4 * _TRAILING_BYTES:
        draft.sign(Trait.EMBEDDED_OBJECT, "more data behind the shortcut than it can use")
