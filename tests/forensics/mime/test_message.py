import base64

import pytest

from bartizan.forensics.mime import DefectCode, Limits, parse
from bartizan.forensics.transfer import Encoding

REPORT = b"""\
From: =?utf-8?q?Jos=C3=A9?= <jose@corp.example>
Received: one
Received: two
Subject: =?utf-8?B?w6k=?=
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<p>caf=E9</p>
--b
Content-Type: application/pdf; name="a.pdf"
Content-Disposition: attachment; filename*=utf-8''%C3%A9.pdf
Content-Transfer-Encoding: base64
Content-ID: <one@two>

JVBERi0=
--b--
"""


def test_a_message_is_read_as_a_client_shows_it():
    message = parse(REPORT)
    assert message.header("subject") == "é"
    assert message.headers("received") == ("one", "two")
    assert message.header("absent") is None
    assert [part.content_type for part in message.parts] == [
        "multipart/mixed", "text/html", "application/pdf",
    ]  # fmt: skip
    html, pdf = message.parts[1:]
    assert (html.text(), html.charset, html.encoding) == (
        "<p>café</p>", "iso-8859-1", Encoding.QUOTED_PRINTABLE,
    )  # fmt: skip
    assert (pdf.content(), pdf.file_name, pdf.disposition) == (b"%PDF-", "é.pdf", "attachment")
    assert (pdf.content_id, pdf.is_attachment, html.is_attachment) == ("one@two", True, False)
    assert message.html_body() == (html,)
    assert message.attachments() == (pdf,)
    assert message.every_defect() == ()


def test_a_decoded_name_cannot_pose_as_an_address():
    raw = b"From: =?utf-8?q?boss=40corp.example=3E=2C?= <evil@x.example>\nFrom: b@x.example\n\n"
    found = parse(raw).addresses("from")
    assert [box.address for box in found] == ["evil@x.example", "b@x.example"]
    assert found[0].name == "boss@corp.example>,"


def test_offsets_point_into_the_raw_message():
    part = parse(REPORT).parts[2]
    assert REPORT[part.header_start :].startswith(b"Content-Type: application/pdf")
    assert REPORT[part.body_start : part.end] == b"JVBERi0=" == part.body


@pytest.mark.parametrize("encoded", [False, True])
def test_a_message_inside_a_message(encoded):
    inner = b"Subject: inner\n\nhello"
    head = b"Content-Type: message/rfc822\n"
    if encoded:
        raw = head + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(inner)
    else:
        raw = head + b"\n" + inner
    nested = parse(raw).root.message
    assert nested is not None
    assert nested.header("subject") == "inner"
    assert nested.root.text() == "hello"
    assert nested.raw[nested.root.body_start : nested.root.end] == b"hello"
    assert [part.content_type for part in parse(raw).walk()] == ["message/rfc822", "text/plain"]


def test_nesting_stops_at_its_limit():
    raw = b"Content-Type: message/rfc822\n\n" * 5 + b"Subject: x\n\ny"
    message = parse(raw, Limits(messages=2))
    assert len(list(message.walk())) == 3
    assert [found.code for found in message.every_defect()] == [DefectCode.TOO_MANY_MESSAGES]


def test_walking_is_bounded_over_nested_messages():
    inner = b"--b\nContent-Type: message/rfc822\n\nA: b\n\nx\n" * 30
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n" + inner + b"--b--"
    assert len(list(parse(raw, Limits(parts=40)).walk())) == 40


@pytest.mark.parametrize(
    ("head", "body", "code"),
    [
        (b"Content-Transfer-Encoding: base64", b"Q!UFB" * 99, DefectCode.REPAIRED_ENCODING),
        (b"Content-Transfer-Encoding: base64", b"?garbage", DefectCode.UNDECODABLE_CONTENT),
        (b"Content-Type: text/plain; charset=<b>", b"x", DefectCode.UNKNOWN_CHARSET),
        (b"Content-Type: text/plain; charset=us-ascii", b"\xe9", DefectCode.CHARSET_MISMATCH),
        (b"Content-Type: text/plain; charset=utf-8", b"\xc3\xa9 \xff", DefectCode.CHARSET_MISMATCH),
    ],
)
def test_defects_of_content(head, body, code):
    (part,) = parse(head + b"\n\n" + body).parts
    assert [found.code for found in part.defects] == [code]


def test_a_multipart_without_parts_is_text():
    message = parse(b"Content-Type: multipart/mixed\n\nhttp://evil.example")
    assert message.root.is_text
    assert message.text_body() == (message.root,)
    assert message.root.text() == "http://evil.example"


def test_bare_carriage_returns_end_header_lines():
    message = parse(b"Subject: a\rContent-Type: text/html\r\rx\r\n")
    assert message.root.content_type == "text/html"
    assert message.root.content() == b"x\r\n"
    assert [(found.code, found.offset) for found in message.defects] == [(DefectCode.BARE_CR, 10)]


def test_the_first_of_two_types_counts():
    message = parse(b"Content-Type: text/html\nContent-Type: text/plain\n\nx")
    assert message.root.content_type == "text/html"
    assert DefectCode.REPEATED_FIELD in {found.code for found in message.defects}


def test_messages_are_values():
    assert parse(REPORT) == parse(REPORT)
    assert hash(parse(REPORT)) == hash(parse(REPORT))
    assert parse(REPORT) != parse(REPORT + b"x")
    with pytest.raises(AttributeError):
        parse(REPORT).parts = ()
