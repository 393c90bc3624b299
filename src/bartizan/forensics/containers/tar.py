"""Opens tar files: ustar, GNU and pax names; links are named and never followed."""

from collections.abc import Iterator
from dataclasses import dataclass

from bartizan.forensics.containers.budget import Budget
from bartizan.forensics.containers.entries import Entry, Found, link, name_defects, read_name
from bartizan.forensics.examination import Defect, Trouble

_BLOCK = 512
_LONGEST = 4096
_LONG_NAME, _LONG_LINK, _PAX = b"L", b"K", b"x"
_PLAIN = (b"0", b"\0", b"7")
_LINKS = (b"1", b"2")
_BASE_256 = 0x80


@dataclass(frozen=True, slots=True)
class _Header:
    name: str
    size: int
    kind: bytes
    target: str


def open_tar(content: bytes, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Found]:
    """Yield every file and link."""
    del passwords
    position, overriding = 0, dict[str, str]()
    while position + _BLOCK <= len(content):
        block = content[position : position + _BLOCK]
        if not block.strip(b"\0"):
            return
        header = _read_header(block)
        if header is None:
            yield Defect(Trouble.BROKEN, "A header in it is damaged; what follows is not read.")
            return
        budget.work(_BLOCK)
        start = position + _BLOCK
        position = start + -(-header.size // _BLOCK) * _BLOCK
        told = _overrides(header, content[start : start + min(header.size, _LONGEST)])
        if told is not None:
            overriding |= told
            continue
        yield from _entry(header, overriding, content[start : start + header.size], budget)
        overriding = {}


def _entry(
    header: _Header, overriding: dict[str, str], body: bytes, budget: Budget
) -> Iterator[Found]:
    name = overriding.get("path", header.name)
    if header.kind in _LINKS:
        budget.entry()
        yield link(name, overriding.get("linkpath", header.target))
    elif header.kind in _PLAIN and not name.endswith("/"):
        budget.entry()
        room = budget.room(len(body))
        budget.spend(min(room, len(body)))
        defects = name_defects(name)
        if len(body) < header.size:
            defects += (Defect(Trouble.BROKEN, "It ends too early."),)
        if len(body) > room:
            defects += (budget.cut(len(body)),)
        yield Entry(name, body[:room], defects)
    else:
        yield from name_defects(name)


def _read_header(block: bytes) -> _Header | None:
    size, told = _number(block[124:136]), _number(block[148:156])
    if size is None or told != sum(block[:148]) + 8 * ord(" ") + sum(block[156:]):
        return None
    name = _text(block[:100])
    prefix = _text(block[345:500]) if block[257:263] == b"ustar\0" else ""
    return _Header(
        name=f"{prefix}/{name}" if prefix else name,
        size=size,
        kind=block[156:157],
        target=_text(block[157:257]),
    )


def _text(field: bytes) -> str:
    return read_name(field.partition(b"\0")[0])


def _number(field: bytes) -> int | None:
    if field[0] & _BASE_256:
        return int.from_bytes(field[1:], "big")
    try:
        return int(field.strip(b" \0") or b"0", 8)
    except ValueError:
        return None


def _overrides(header: _Header, body: bytes) -> dict[str, str] | None:
    """Return what this header says about the next one; `None` if it is not about the next."""
    if header.kind == _LONG_NAME:
        return {"path": _text(body)}
    if header.kind == _LONG_LINK:
        return {"linkpath": _text(body)}
    if header.kind == _PAX:
        return dict(_records(body))
    return {} if header.kind == b"g" else None


def _records(body: bytes) -> Iterator[tuple[str, str]]:
    position = 0
    while position < len(body):
        length, _, _ = body[position : position + 10].partition(b" ")
        if not length.isdigit() or int(length) <= len(length):
            return
        record = body[position + len(length) + 1 : position + int(length)]
        key, _, value = record.rstrip(b"\n").partition(b"=")
        yield read_name(key), read_name(value)
        position += int(length)
