import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.feedback.errors import ReportUnreadableError
from bartizan.mail.feedback.xml import read_xml

BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>
<a>&c;</a>"""


def test_names_are_local_and_lower_case():
    document, sound = read_xml(b'<n:A xmlns:n="x"><B> one </B><n:b/>two</n:A>')
    assert sound
    assert document.said("a", "b") == "one"
    assert len(document.find("a").all("b")) == 2
    assert document.find("a", "c") is None
    assert document.said("a") == "two"


def test_entities_are_refused_unseen():
    with pytest.raises(ReportUnreadableError, match="document type"):
        read_xml(BOMB)


def test_an_outside_entity_is_never_fetched():
    with pytest.raises(ReportUnreadableError, match="document type"):
        read_xml(b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')


@pytest.mark.parametrize(
    "broken",
    [
        b"<a><b>1</b><b>2</b><c>",
        b"<a><e><who@mail.test></e><b>1</b><b>2</b></a>",
        b"<a><e>R & D</e><b>1</b><b>2</b></a>",
        b"<a><b>1</b><b>2</b></a>rubbish",
    ],
)
def test_what_is_broken_is_read_as_far_as_it_goes_and_said_to_be(broken):
    document, sound = read_xml(broken)
    assert not sound
    assert [one.text for one in document.find("a").all("b")] == ["1", "2"]


def test_bytes_that_are_no_utf8_are_shown_as_such():
    document, _ = read_xml(b"<a>\xff\xfe</a>")
    assert document.said("a") == "\ufffd\ufffd"


def test_another_encoding_is_taken_at_its_word():
    document, _ = read_xml('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1"))
    assert document.said("a") == "é"


@pytest.mark.parametrize("hostile", [b"<a>" * 40, b"<a>" + b"<b/>" * 1_000_001 + b"</a>"])
def test_depth_and_size_are_bounded(hostile):
    began = time.process_time()
    with pytest.raises(ReportUnreadableError, match="larger or deeper"):
        read_xml(hostile)
    assert time.process_time() - began < 5


@given(st.binary(max_size=300))
def test_nothing_else_is_raised(content):
    try:
        read_xml(content)
    except ReportUnreadableError:
        return
