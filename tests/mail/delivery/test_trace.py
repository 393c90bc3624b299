from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.mime import parse
from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DkimResult,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.delivery.trace import Trace, distrust, outgoing
from bartizan.mail.verdict import Disposition, Suspicion, Verdict

AUTHENTICATION = Authentication(
    spf=SpfResult(result=Result.PASS, domain="example.com", sentence="."),
    dkim=(
        DkimResult(result=Result.FAIL, domain="x\r\nEvil: 1", selector="s1", sentence="."),
        DkimResult(result=Result.PASS, domain="example.com", selector="s2", sentence="."),
    ),
    dmarc=DmarcResult(result=Result.PASS, domain="example.com", sentence="."),
    arc=ArcResult(result=Result.NONE, sentence="."),
)
VERDICT = Verdict(
    score=70,
    disposition=Disposition.TAG,
    policy="default",
    reasons=(Suspicion(id="shortener", title="t", severity="low", weight=0.2, sentence="s"),),
    defects=(),
    authentication=AUTHENTICATION,
    milliseconds=1,
)
TRACE = Trace(
    identifier="018f-id",
    host="mx.example",
    helo="client.example",
    remote_address="192.0.2.1",
    tls=True,
    utf8=False,
    mail_from="a@example.com",
    received_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
    verdict=VERDICT,
)
RAW = b"Subject: hello\r\nFrom: a@example.com\r\n\r\nBody\r\n"


def test_the_original_follows_our_fields_byte_for_byte():
    assert outgoing(RAW, TRACE).endswith(RAW)


def test_our_fields_say_where_it_came_from_and_what_we_think():
    message = parse(outgoing(RAW, TRACE))
    assert message.fields[0].name == "received"
    assert message.header("received").split() == [
        "from", "client.example", "([192.0.2.1])", "by", "mx.example", "(Bartizan)", "with",
        "ESMTPS", "id", "018f-id;", "Fri,", "20", "Nov", "2026", "12:00:00", "+0000",
    ]  # fmt: skip
    results = message.header("authentication-results")
    assert results.startswith("mx.example;")
    assert "spf=pass smtp.mailfrom=a@example.com" in results
    assert "dkim=pass header.d=example.com header.s=s2" in results
    assert message.header("x-bartizan-verdict") == "tag; score=70; policy=default"
    assert message.header("x-bartizan-tag") == "shortener"


def test_what_a_message_says_of_itself_cannot_break_into_our_fields():
    hostile = replace(TRACE, helo="x\r\nEvil: 1", mail_from='"\r\nEvil: 1"@example.com')
    assert parse(outgoing(RAW, hostile)).header("evil") is None


def test_ipv6_and_smtputf8_are_written_as_the_standard_asks():
    other = replace(TRACE, remote_address="2001:db8::1", utf8=True, tls=False)
    received = parse(outgoing(RAW, other)).header("received")
    assert "([IPv6:2001:db8::1])" in received
    assert "with UTF8SMTP id" in received


def test_without_a_verdict_there_is_only_the_trace():
    message = parse(outgoing(RAW, replace(TRACE, verdict=None)))
    assert [field.name for field in message.fields] == ["received", "subject", "from"]


def test_a_released_message_says_so():
    message = parse(outgoing(RAW, replace(TRACE, released=True)))
    assert message.header("x-bartizan-verdict").endswith("; released")


@pytest.mark.parametrize(
    "forged",
    [
        b"Authentication-Results: mx.example; spf=pass\r\n",
        b"authentication-results:MX.Example;spf=pass\r\n",
        b"Authentication-Results:\r\n\t(x) mx.example; spf=pass\r\n",
        b"X-Bartizan-Verdict: deliver\r\n",
        b"X-BARTIZAN-Tag : none\r\n",
    ],
)
def test_fields_that_only_we_may_write_are_renamed(forged):
    raw = b"Received: by x\r\n" + forged + RAW
    assert distrust(raw, "mx.example") == b"Received: by x\r\nX-Untrusted-" + forged + RAW


def test_results_of_others_and_the_body_stay_as_they_are():
    raw = b"Authentication-Results: other.example; spf=pass\r\n" + RAW + b"X-Bartizan-Tag: x\r\n"
    assert distrust(raw, "mx.example") == raw
    assert distrust(b"\r\nX-Bartizan-Tag: body\r\n", "mx.example").startswith(b"\r\nX-Bart")


def test_a_subject_prefix_is_put_only_on_tagged_mail_and_only_if_wanted():
    prefixed = parse(outgoing(RAW, TRACE, "[suspicious]"))
    assert prefixed.header("subject") == "[suspicious] hello"
    assert prefixed.text_body()[0].text() == "Body\r\n"
    clean = VERDICT.model_copy(update={"disposition": Disposition.DELIVER})
    assert outgoing(RAW, replace(TRACE, verdict=clean), "[suspicious]").endswith(RAW)
    bare = b"From: a@example.com\r\n\r\nx\r\n"
    assert parse(outgoing(bare, TRACE, "[s]")).header("subject") == "[s]"


@given(st.lists(st.sampled_from([b"X-Bartizan-Tag: y\r\n", b" folded\r\n", b"A: b\r\n", b"\r\n",
                                 b"junk\r\n", b"\xff\xfe\r\n", b"text"]), max_size=20))  # fmt: skip
def test_distrusting_only_ever_inserts(pieces):
    raw = b"".join(pieces)
    found = distrust(raw, "mx.example")
    assert found.replace(b"X-Untrusted-", b"") == raw
