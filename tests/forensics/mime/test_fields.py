import pytest

from bartizan.forensics.mime.defects import DefectCode
from bartizan.forensics.mime.fields import read_header
from bartizan.forensics.mime.limits import Limits


def read(raw: bytes, limits: Limits | None = None):
    return read_header(raw, 0, len(raw), limits or Limits())


def codes(raw: bytes, limits: Limits | None = None) -> list[DefectCode]:
    return [found.code for found in read(raw, limits).defects]


def test_fields_with_their_offsets():
    raw = b"Subject: one\r\n two\r\nX-Y :z\r\n\r\nbody"
    header = read(raw)
    assert [(field.name, field.value) for field in header.fields] == [
        ("subject", b" one\r\n two\r"),
        ("x-y", b"z\r"),
    ]
    assert [raw[field.start : field.end] for field in header.fields] == [
        b"Subject: one\r\n two\r\n",
        b"X-Y :z\r\n",
    ]
    assert raw[header.body_start :] == b"body"
    assert header.defects == ()


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        (b"\nbody", b"body"),
        (b"\r\nbody", b"body"),
        (b"A: b\n\nbody", b"body"),
        (b"A: b", b""),
        (b"A: b\n \n\nbody", b"body"),
        (b"A: b\r\r\n\r\nbody", b"body"),
        (b"Hello world\nmore", b"Hello world\nmore"),
        (b"A: b\nHello http://x\n", b"Hello http://x\n"),
        (b"Hello\n\nmore", b"Hello\n\nmore"),
    ],
)
def test_where_the_body_begins(raw, body):
    assert raw[read(raw).body_start :] == body


def test_junk_between_fields_is_passed_over():
    header = read(b"A: 1\njunk\nB: 2\n\nbody")
    assert [field.name for field in header.fields] == ["a", "b"]
    assert [found.code for found in header.defects] == [DefectCode.MALFORMED_FIELD]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"A: b\nHello\n", DefectCode.MISSING_BLANK_LINE),
        (b"Subject: a\nSubject: b\n\n", DefectCode.REPEATED_FIELD),
        (b"Subject: \xc3\xa9\n\n", DefectCode.RAW_EIGHT_BIT_HEADER),
        (b"Subject: a\0b\n\n", DefectCode.NUL_IN_HEADER),
        (b"Subject: " + b"a" * 1_000 + b"\n\n", DefectCode.LINE_TOO_LONG),
    ],
)
def test_header_defects(raw, code):
    assert code in codes(raw)


def test_received_may_stand_often():
    assert codes(b"Received: a\nReceived: b\n\n") == []


def test_limits_cut_the_header_but_not_the_body():
    raw = b"A: b\n" * 10 + b"\nbody"
    limits = Limits(fields=3)
    assert len(read(raw, limits).fields) == 3
    assert DefectCode.TOO_MANY_FIELDS in codes(raw, limits)
    short = Limits(header_bytes=12)
    assert DefectCode.HEADER_TOO_LONG in codes(raw, short)
    assert raw[read(raw, short).body_start :] == raw[read(raw, limits).body_start :] == b"body"
