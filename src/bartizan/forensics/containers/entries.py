"""What openers hand out: entries, and what is suspicious about their names."""

import re
from dataclasses import dataclass

from bartizan.forensics.examination import Defect, Trouble

_LONGEST_NAME = 500
_DRIVE = re.compile(r"[A-Za-z]:")
_SLASHES = re.compile(r"[/\\]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in a container. Its content may be cut; `None` is what could not be opened.

    An empty `name` means that the container does not say. `password` opened it. `extracted` tells
    what a reader took out of a document from what an opener lists of it.
    """

    name: str
    content: bytes | None
    defects: tuple[Defect, ...] = ()
    encrypted: bool = False
    password: str | None = None
    extracted: bool = False


#: What an opener yields: files, and defects of the container itself.
Found = Entry | Defect


def name_defects(name: str) -> tuple[Defect, ...]:
    """Return what an honest packer would never write into a name."""
    found = []
    if ".." in _SLASHES.split(name):
        found.append(Defect(Trouble.TRAVERSAL, f"The name {shown(name)} climbs out of its folder."))
    elif name.startswith(("/", "\\")) or _DRIVE.match(name):
        found.append(Defect(Trouble.TRAVERSAL, f"The name {shown(name)} is a place on a disk."))
    if "\0" in name:
        found.append(Defect(Trouble.TRAVERSAL, f"The name {shown(name)} holds NUL characters."))
    return tuple(found)


def link(name: str, target: str) -> Entry:
    """Return the entry of a link, which is never followed."""
    sentence = f"{shown(name)} is a link to {shown(target)}."
    return Entry(name, None, (*name_defects(name), Defect(Trouble.LINK, sentence)))


def read_name(raw: bytes) -> str:
    """Return a name as packers write it: UTF-8, else the code page of DOS."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp437")


def tidy_name(name: str) -> str:
    """Return a name that can be kept: no lone surrogates, not endless."""
    return name.encode("utf-8", "replace").decode()[:_LONGEST_NAME]


def shown(name: str) -> str:
    """Return a name that can stand in a sentence."""
    short = name if len(name) <= _LONGEST_NAME // 5 else name[: _LONGEST_NAME // 5] + "…"
    return ascii(short) if not short.isprintable() else repr(short)
