import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.fields import (
    LONGEST_HEADER,
    MOST_FIELDS,
    HeaderError,
    read_message,
)


def test_fields_keep_their_bytes_and_folding():
    message = read_message(b"From: a\r\nSubject : x\r\n\ty\r\n\r\nbody\r\n")
    assert [field.name for field in message.fields] == ["from", "subject"]
    assert message.fields[1].raw == b"Subject : x\r\n\ty"
    assert message.fields[1].value == b" x\r\n\ty"
    assert message.body == b"body\r\n"


def test_bare_line_feeds_become_crlf():
    message = read_message(b"A: 1\nB: 2\r\n\nbody\nmore\r\n")
    assert [field.raw for field in message.fields] == [b"A: 1", b"B: 2"]
    assert message.body == b"body\r\nmore\r\n"


@pytest.mark.parametrize("raw", [b"", b"\r\n", b"\n"])
def test_a_message_of_nothing(raw):
    message = read_message(raw)
    assert message.fields == ()
    assert message.body == b""


def test_a_body_without_a_header():
    assert read_message(b"\r\nA: not a field\r\n").body == b"A: not a field\r\n"


def test_a_header_without_a_body():
    assert read_message(b"A: 1\r\n").fields[0].raw == b"A: 1"


def test_a_line_that_is_no_field_has_no_name():
    message = read_message(b"From someone on Monday\r\nA: 1\r\n\r\n")
    assert [field.name for field in message.fields] == ["", "a"]


def test_fields_of_a_name_from_top_to_bottom():
    message = read_message(b"A: 1\r\nb: x\r\na: 2\r\n\r\n")
    assert [field.value for field in message.named("a")] == [b" 1", b" 2"]
    assert message.named("c") == []


def test_too_large_a_header_is_not_read_in_part():
    with pytest.raises(HeaderError):
        read_message(b"A: " + b"x" * LONGEST_HEADER)
    with pytest.raises(HeaderError):
        read_message(b"a:\r\n" * (MOST_FIELDS + 1))
    assert len(read_message(b"a:\r\n" * MOST_FIELDS).fields) == MOST_FIELDS


@given(st.binary(max_size=300))
def test_nothing_is_lost(raw):
    message = read_message(raw)
    header = b"".join(field.raw + b"\r\n" for field in message.fields)
    normal = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert (header + b"\r\n" + message.body).replace(b"\r\n", b"") == normal.replace(b"\r\n", b"")
