import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.archive.facts import clean, read_facts
from bartizan.archive.records import MessageFacts

LETTER = b"""\
From: =?utf-8?q?Al=C3=AFce?= <Alice@Example.COM>
To: Bob <bob@example.org>, "Carol, C." <carol@example.org>, bob@example.org
Cc: team@example.net
Subject: =?utf-8?b?UmVjaG51bmcg4oKs?=
 42
Message-ID: <abc.1@example.com>
Date: Fri, 2 Jan 2026 03:04:05 +0200
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=m

--m
Content-Type: multipart/alternative; boundary=a

--a
Content-Type: text/plain; charset=utf-8

Plain greeting
--a
Content-Type: text/html; charset=utf-8

<p>Shown <b>greeting</b></p><script>never()</script>
--a--
--m
Content-Type: application/pdf; name="report 2026.pdf"
Content-Disposition: attachment

%PDF
--m
Content-Type: message/rfc822

Subject: inner
Content-Type: multipart/mixed; boundary=i

--i

Forwarded words
--i
Content-Type: application/zip
Content-Disposition: attachment; filename=inner.zip

PK
--i--
--m--
""".replace(b"\n", b"\r\n")


def test_a_message_says_who_what_and_when():
    facts = read_facts(LETTER)
    assert (facts.from_name, facts.from_address) == ("Alïce", "alice@example.com")
    assert facts.to == ("bob@example.org", "carol@example.org")
    assert facts.cc == ("team@example.net",)
    assert facts.subject == "Rechnung € 42"
    assert facts.message_id == "abc.1@example.com"
    assert facts.date == datetime(2026, 1, 2, 1, 4, 5, tzinfo=UTC)


def test_what_readers_see_is_its_text_forwarded_messages_included():
    text = read_facts(LETTER).text
    assert "Plain greeting" in text
    assert "Shown greeting" in text
    assert "Forwarded words" in text
    assert "never" not in text


def test_attachments_are_named_those_of_forwarded_messages_included():
    names = read_facts(LETTER).attachments
    assert {"report 2026.pdf", "inner.zip"} <= set(names)


def test_the_same_text_twice_is_kept_once():
    raw = (
        b"Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\r\nHello  you\r\n"
        b"--a\r\nContent-Type: text/html\r\n\r\n<p>Hello you</p>\r\n--a--\r\n"
    )
    assert read_facts(raw).text.count("Hello") == 1


@pytest.mark.parametrize("raw", [b"", b"\x00" * 100, b"\r\n" * 100, b"no header", b"From\r\n: x"])
def test_a_message_that_says_nothing_has_empty_facts(raw):
    facts = read_facts(raw)
    assert (facts.from_address, facts.date, facts.to) == ("", None, ())


@pytest.mark.parametrize(
    "date", ["Fri, 1 Jan 1800 00:00:00 +0000", "1 Jan 9999 23:59:59 -2359", "yesterday", ""]
)
def test_a_date_that_cannot_be_kept_is_no_date(date):
    assert read_facts(f"Date: {date}\r\n\r\n".encode()).date is None


def test_what_no_database_takes_is_replaced():
    facts = read_facts(b"Subject: a\x00b =?utf-7?q?+2AA-?=\r\n\r\ntext\x00more")
    assert "\x00" not in facts.subject + facts.text
    facts.subject.encode()
    assert clean("a\x00b\ud800c") == "a\ufffdb\ufffdc"


def test_every_value_is_bounded():
    addresses = b", ".join(b"u%d@example.com" % n for n in range(5000))
    raw = b"To: %b\r\nSubject: %b\r\nMessage-ID: <%b>\r\n\r\n" % (
        addresses, b"s" * 90_000, b"m" * 5_000,
    )  # fmt: skip
    facts = read_facts(raw + b"word " * 500_000)
    assert len(facts.to) <= 1000
    assert len(facts.subject) <= 1000
    assert len(facts.message_id) <= 1000
    assert len(facts.text) <= 1_000_000


@given(st.binary(max_size=2000))
def test_any_bytes_have_facts_that_can_be_stored(raw):
    facts = read_facts(raw)
    assert isinstance(facts, MessageFacts)
    shown = [facts.subject, facts.from_name, facts.from_address, facts.text, *facts.to]
    assert all("\x00" not in text and text.encode() is not None for text in shown)


@given(st.lists(st.sampled_from(LETTER.split(b"\r\n")), max_size=60))
def test_any_shuffling_of_a_message_has_facts(lines):
    assert isinstance(read_facts(b"\r\n".join(lines)), MessageFacts)


def test_hostile_messages_take_no_time():
    started = time.perf_counter()
    read_facts(b"To: " + b"(" * 200_000 + b"\r\n\r\n")
    read_facts(b"Content-Type: text/html\r\n\r\n" + b"<div>" * 100_000)
    read_facts(b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n\r\n")
    assert time.perf_counter() - started < 10


def test_real_mail_is_read(data):
    folders = [data / "mail" / name for name in ("phish", "ham-list", "spam-2002")]
    paths = [p for folder in folders for p in sorted(folder.rglob("*"))[:60] if p.is_file()]
    found = [read_facts(path.read_bytes()) for path in paths]
    assert len(found) >= 100
    assert sum(1 for facts in found if facts.text and facts.from_address) > 0.9 * len(found)
