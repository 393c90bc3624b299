"""Opens winmail.dat (TNEF), in which Outlook hides a message's attachments from everybody else.

Source: [MS-OXTNEF].
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from bartizan.forensics.containers.budget import Budget
from bartizan.forensics.containers.entries import Entry, Found, name_defects, read_name
from bartizan.forensics.containers.mapi import (
    BODY,
    DATA,
    FILE_NAME,
    HTML,
    LONG_NAME,
    RTF,
    SHOWN_NAME,
    expand_rtf,
    read_properties,
)
from bartizan.forensics.examination import Defect, Trouble

_HEAD = 6
_ATTRIBUTE = struct.Struct("<BII")
_CHECKSUM = 2
_START, _TITLE, _CONTENT = 0x00069002, 0x00018010, 0x0006800F
_PROPERTIES, _MESSAGE, _BODY = 0x00069005, 0x00069003, 0x0002800C


@dataclass(slots=True)
class _File:
    title: str = ""
    content: bytes = b""
    properties: dict[int, bytes] = field(default_factory=dict)


def open_tnef(content: bytes, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Found]:
    """Yield the message's bodies, then its attachments."""
    del passwords
    budget.work(len(content))
    file: _File | None = None
    for number, value in _attributes(content):
        if number == _START:
            yield from _finished(file, budget)
            file = _File()
        elif number == _MESSAGE:
            yield from _bodies(read_properties(value), budget)
        elif number == _BODY:
            yield _entry("body.txt", value.rstrip(b"\0"), budget)
        elif file is not None:
            _learn(file, number, value)
    yield from _finished(file, budget)
    if _HEAD + _ATTRIBUTE.size > len(content):
        yield Defect(Trouble.BROKEN, "It ends before its first attribute.")


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    position = _HEAD
    while position + _ATTRIBUTE.size <= len(content):
        _, number, length = _ATTRIBUTE.unpack_from(content, position)
        start = position + _ATTRIBUTE.size
        yield number, content[start : start + length]
        position = start + length + _CHECKSUM


def _learn(file: _File, number: int, value: bytes) -> None:
    if number == _TITLE:
        file.title = read_name(value.rstrip(b"\0"))
    elif number == _CONTENT:
        file.content = value
    elif number == _PROPERTIES:
        file.properties = read_properties(value)


def _finished(file: _File | None, budget: Budget) -> Iterator[Found]:
    if file is None:
        return
    told = file.properties
    name = told.get(LONG_NAME) or told.get(FILE_NAME) or told.get(SHOWN_NAME) or b""
    yield _entry(
        read_name(name.rstrip(b"\0")) or file.title, file.content or told.get(DATA, b""), budget
    )


def _bodies(told: dict[int, bytes], budget: Budget) -> Iterator[Found]:
    if BODY in told:
        yield _entry("body.txt", told[BODY].rstrip(b"\0"), budget)
    if HTML in told:
        yield _entry("body.html", told[HTML], budget)
    if RTF in told:
        budget.work(len(told[RTF]) * 20)
        yield _entry("body.rtf", expand_rtf(told[RTF], budget.room(len(told[RTF]))), budget)


def _entry(name: str, content: bytes, budget: Budget) -> Entry:
    budget.entry()
    room = budget.room(len(content))
    budget.spend(min(room, len(content)))
    cut = (budget.cut(len(content)),) if len(content) > room else ()
    return Entry(name, content[:room], name_defects(name) + cut)
