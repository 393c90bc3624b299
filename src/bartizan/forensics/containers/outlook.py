"""Opens messages that Outlook saved (.msg): bodies, attachments, messages inside them.

Source: [MS-OXMSG]. The OLE container itself is read by olefile.
"""

import io
from collections.abc import Iterator

import olefile

from bartizan.forensics.containers.budget import Budget, broken
from bartizan.forensics.containers.entries import Entry, Found, name_defects
from bartizan.forensics.containers.mapi import (
    BODY,
    DATA,
    FILE_NAME,
    HTML,
    LONG_NAME,
    RTF,
    SHOWN_NAME,
    expand_rtf,
)

_STREAM = "__substg1.0_"
_ATTACHED = "__attach_version1.0_"
_WIDE = "001F"
_LONGEST_NAME = 2_000
_BODIES = {BODY: "body.txt", HTML: "body.html", RTF: "body.rtf"}
_FOLDERS = 2_000


def open_outlook(content: bytes, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Found]:
    """Yield the bodies and attachments of the message, and of those attached to it."""
    del passwords
    budget.work(2 * len(content))
    try:
        ole = olefile.OleFileIO(io.BytesIO(content))
    except Exception as error:
        raise broken("It is not a sound OLE file.") from error
    streams = {tuple(path) for path in ole.listdir(streams=True, storages=False)[:_FOLDERS]}
    if not streams:
        raise broken("Its table of contents cannot be read.")
    for path in sorted(streams):
        name = _name(ole, streams, path)
        if name is not None:
            yield _entry(ole, path, name, budget)


def _name(
    ole: olefile.OleFileIO, streams: set[tuple[str, ...]], path: tuple[str, ...]
) -> str | None:
    """Return what a stream is called if it is a body or an attachment."""
    number = _number(path[-1])
    where = "/".join(_folder(part) for part in path[:-1] if part.startswith(_ATTACHED))
    if number == DATA:
        return _attachment_name(ole, streams, path[:-1])
    if number in _BODIES:
        return f"{where}/{_BODIES[number]}" if where else _BODIES[number]
    return None


def _number(stream: str) -> int | None:
    try:
        return int(stream.removeprefix(_STREAM)[:4], 16) if stream.startswith(_STREAM) else None
    except ValueError:
        return None


def _folder(part: str) -> str:
    return "attachment-" + part.rpartition("#")[2].lstrip("0")[:8]


def _attachment_name(
    ole: olefile.OleFileIO, streams: set[tuple[str, ...]], folder: tuple[str, ...]
) -> str:
    for number in (LONG_NAME, FILE_NAME, SHOWN_NAME):
        for kind in (_WIDE, "001E"):
            path = (*folder, f"{_STREAM}{number:04X}{kind}")
            if path in streams:
                raw = _read(ole, path, _LONGEST_NAME)
                text = raw.decode("utf-16-le" if kind == _WIDE else "cp1252", "replace")
                return text.rstrip("\0")
    return ""


def _read(ole: olefile.OleFileIO, path: tuple[str, ...], most: int) -> bytes:
    found: bytes = ole.openstream(list(path)).read(most)
    return found


def _entry(ole: olefile.OleFileIO, path: tuple[str, ...], name: str, budget: Budget) -> Entry:
    budget.entry()
    size = int(ole.get_size(list(path)))
    room = budget.room(size)
    content = _read(ole, path, room)
    budget.spend(len(content))
    defects = name_defects(name)
    if size > room:
        defects += (budget.cut(size),)
    number = _number(path[-1])
    if number == RTF:
        budget.work(len(content) * 20)
        content = expand_rtf(content, room)
    elif number == BODY and path[-1].endswith(_WIDE):
        content = content.decode("utf-16-le", "replace").encode()
    return Entry(name, content, defects)
