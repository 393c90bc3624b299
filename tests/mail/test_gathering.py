from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.base.clock import SystemClock
from bartizan.forensics.examination import Examination, ExaminedFile
from bartizan.mail.cohort import Case, advance
from bartizan.mail.detecting import asking, shipped_detectors
from bartizan.mail.evidence import Organisation
from bartizan.mail.gathering import gather, phrases_of_files

OURS = Organisation(frozenset({"example.com"}))
MIXED = b"""\
From: "Ada" <ada@example.com>\r
Reply-To: eve@evil.test\r
Subject: =?utf-8?q?caf=C3=A9?=\r
Content-Type: multipart/mixed; boundary=b\r
\r
--b\r
Content-Type: multipart/alternative; boundary=c\r
\r
--c\r
Content-Type: text/plain\r
\r
See https://plain.test/a\r
--c\r
Content-Type: text/html\r
\r
<p>Shown <a href="https://page.test/b">here</a></p>\r
--c--\r
--b\r
Content-Type: application/pdf; name=a.pdf\r
Content-Disposition: attachment; filename=a.pdf\r
\r
%PDF-1.4\r
--b--\r
"""


def test_the_parts_of_a_message_end_up_in_their_places():
    facts = gather(MIXED, None, None, OURS)
    assert facts.subject == "café"
    assert facts.sender.address == "ada@example.com"
    assert [box.address for box in facts.reply_to] == ["eve@evil.test"]
    assert {link.url.host for link in facts.links} == {"plain.test", "page.test"}
    assert "Shown" in facts.text
    assert [(one.name, one.true_type.name) for one in facts.attachments] == [("a.pdf", "pdf")]
    assert facts.organisation is OURS


def test_an_attached_page_is_read_but_is_not_the_text():
    raw = (
        b"From: a@b.test\r\nContent-Type: text/html; name=x.html\r\n"
        b"Content-Disposition: attachment; filename=x.html\r\n\r\n<p>secret</p>\r\n"
    )
    facts = gather(raw, None, None, OURS)
    assert facts.html[0].text.strip() == "secret"


@given(st.binary(max_size=2000))
def test_no_bytes_make_it_fail(raw):
    facts = gather(raw, None, None, OURS)
    case = Case(facts)
    advance([case], asking(shipped_detectors().values()), SystemClock())
    assert case.silent == []


@pytest.mark.parametrize("header", [b"From: " + b"(" * 5000, b"From: " + b"<" * 127_000])
def test_hostile_headers_are_bounded(header):
    assert len(gather(header + b"\r\n\r\nHi", None, None, OURS).senders) <= 100


def test_phrases_of_the_lexicon_are_facts_by_where_they_are_said():
    raw = (
        b"From: a@b.test\r\nSubject: Verify your account\r\n\r\nVerify your account, verify it.\r\n"
    )
    said = gather(raw, None, None, OURS).says("credentials")
    assert [(one.language, one.text, one.where) for one in said] == [
        ("en", "verify your account", "subject")
    ]


def test_a_phrase_across_lines_is_found():
    raw = (
        b"From: a@b.test\r\nSubject: x\r\n\r\nYour parcel is on its way, track\r\nyour parcel.\r\n"
    )
    assert "track your parcel" in [one.text for one in gather(raw, None, None, OURS).says("parcel")]


def test_what_files_say_is_found_once_they_were_read():
    raw = b"From: a@b.test\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-1.4\r\n"
    facts = gather(raw, None, None, OURS)
    file = ExaminedFile(
        ("a.pdf",), "pdf", "document", 1, "00", text="Act now\nconfirm your account"
    )
    read = replace(facts.attachments[0], examination=Examination((file,)))
    found = list(phrases_of_files(replace(facts, attachments=(read,))))
    assert {phrase.where for phrase in found} == {"attachment"}
    assert "credentials" in {phrase.theme for phrase in found}
    again = replace(facts, attachments=(read,), phrases=tuple(found))
    assert list(phrases_of_files(again)) == []
