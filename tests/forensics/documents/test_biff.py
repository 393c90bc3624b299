import struct

from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.documents.biff import RECORDS, read_workbook, records
from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.examination import Sign, Trait


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def sheet(name: str, kind: int = 0, hidden: int = 0) -> bytes:
    encoded = name.encode()
    return record(0x85, struct.pack("<IBBBB", 0, hidden, kind, len(encoded), 0) + encoded)


def read(*parts: bytes):
    draft = Draft()
    read_workbook(b"".join(parts), draft)
    return draft.reading()


def test_an_ordinary_workbook_shows_nothing():
    assert read(sheet("Sheet1"), sheet("Hidden", hidden=1)).signs == ()


def test_a_hidden_sheet_of_macros_that_runs_by_itself():
    name = record(0x18, struct.pack("<HBBHHHBBBB", 0x20, 0, 1, 0, 0, 0, 0, 0, 0, 0) + b"\0\x01")
    assert read(sheet("Macro1", 1, 2), name).signs == (
        Sign(Trait.XLM, "sheet Macro1"),
        Sign(Trait.OBFUSCATED, "the sheet Macro1 is very hidden"),
        Sign(Trait.MACRO_AUTO, "Auto_Open"),
    )


def test_a_link_to_a_program():
    path = "cmd\x03/c calc"
    body = struct.pack("<HHB", 0, len(path), 0) + path.encode()
    assert read(record(0x1AE, body)).signs == (Sign(Trait.DDE, "cmd | /c calc"),)


def test_a_link_to_another_workbook_is_none():
    assert read(record(0x1AE, struct.pack("<HHB", 0, 6, 0) + b"\x01b.xls")).signs == ()


def test_hyperlinks_and_words():
    link = record(0x1B8, bytes(32) + "https://x.test/".encode("utf-16-le") + b"\0\0")
    reading = read(link, record(0xFC, b"\0\0Press enable\0"))
    assert reading.urls == ("https://x.test/",)
    assert reading.text == "Press enable"


@given(st.binary(max_size=600))
def test_any_stream_can_be_read(content):
    read(content)


def test_empty_records_end():
    assert sum(1 for _ in records(bytes(4 * (RECORDS + 10)))) == RECORDS
