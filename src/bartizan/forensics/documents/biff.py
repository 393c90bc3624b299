"""Workbooks of Excel before 2007 ([MS-XLS]): sheets of Excel 4 macros, DDE links, hyperlinks."""

from collections.abc import Iterator

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.strings import words_in
from bartizan.forensics.examination import Trait

RECORDS = 300_000

_SHEET, _NAME, _SUPBOOK, _HYPERLINK, _STRINGS, _CONTINUE = 0x85, 0x18, 0x1AE, 0x1B8, 0xFC, 0x3C
_MACRO_SHEET = 1
_BUILT_IN = 0x20
_AUTO_NAMES = {1: "Auto_Open", 2: "Auto_Close", 10: "Auto_Activate", 11: "Auto_Deactivate"}
_HIDDEN = {1: "hidden", 2: "very hidden"}
#: Between the two halves of a DDE link's path.
_DDE_BREAK = "\x03"


def read_workbook(stream: bytes, draft: Draft) -> None:
    """Note what a workbook's stream of records can do and says."""
    for kind, record in records(stream):
        if kind == _SHEET:
            _sheet(record, draft)
        elif kind == _NAME:
            _name(record, draft)
        elif kind == _SUPBOOK:
            _link(record, draft)
        elif kind == _HYPERLINK:
            _hyperlink(record, draft)
        elif kind in (_STRINGS, _CONTINUE):
            draft.say(words_in(record, 20_000))


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each record."""
    position = 0
    for _ in range(RECORDS):
        if position + 4 > len(stream):
            return
        kind = int.from_bytes(stream[position : position + 2], "little")
        size = int.from_bytes(stream[position + 2 : position + 4], "little")
        yield kind, stream[position + 4 : position + 4 + size]
        position += 4 + size


def _sheet(record: bytes, draft: Draft) -> None:
    if len(record) < 8 or record[5] != _MACRO_SHEET:  # noqa: PLR2004 - up to the name's length
        return
    wide = record[7] & 1
    name = record[8 : 8 + record[6] * (1 + wide)].decode(
        "utf-16-le" if wide else "cp1252", "replace"
    )
    draft.sign(Trait.XLM, f"sheet {name}")
    hidden = _HIDDEN.get(record[4] & 3)
    if hidden:
        draft.sign(Trait.OBFUSCATED, f"the sheet {name} is {hidden}")


def _name(record: bytes, draft: Draft) -> None:
    if len(record) < 16:  # noqa: PLR2004 - up to the name
        return
    flags = int.from_bytes(record[:2], "little")
    if flags & _BUILT_IN and record[15] in _AUTO_NAMES:
        draft.sign(Trait.MACRO_AUTO, _AUTO_NAMES[record[15]])
    elif b"auto_open" in record[14:60].lower():
        draft.sign(Trait.MACRO_AUTO, "Auto_Open")


def _link(record: bytes, draft: Draft) -> None:
    """A link to a program (DDE) has no sheets, and a path in two halves."""
    if len(record) < 6 or int.from_bytes(record[:2], "little"):  # noqa: PLR2004 - up to the path
        return
    wide = record[4] & 1
    path = record[5:2005].decode("utf-16-le" if wide else "cp1252", "replace")
    if _DDE_BREAK in path:
        draft.sign(Trait.DDE, path.replace(_DDE_BREAK, " | "))


def _hyperlink(record: bytes, draft: Draft) -> None:
    text = record[:8000].decode("utf-16-le", "ignore")
    for encoded in (text, record[1:8001].decode("utf-16-le", "ignore")):
        start = encoded.find("http")
        if start >= 0:
            draft.link(encoded[start:].partition("\0")[0])
            return
