from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bartizan.forensics.mime import parse
from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.delivery.notification import (
    Occasion,
    Report,
    compose,
    may_notify,
    status_of,
    wants,
)
from bartizan.mail.dsn import Notify
from bartizan.mail.verdict import Disposition, Verdict

OCCASION = Occasion(
    identifier="m1",
    host="mx.example",
    mail_from="alice@example.com",
    envid="env+2Bid",
    ret=None,
    received_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
    now=datetime(2026, 11, 20, 13, tzinfo=UTC),
)
FAILED = Report(
    "bob@example.org", "failed", "550 5.1.1 no such user", "next.example:25", "rfc822;b@x"
)
ORIGINAL = b"Subject: hi\r\nMessage-ID: <1@example.com>\r\n\r\nSecret body\r\n"


def parts_of(raw: bytes):
    message = parse(raw)
    return message, message.parts


def test_it_is_a_multipart_report_from_the_null_sender_s_host():
    message, parts = parts_of(compose(OCCASION, "n1", [FAILED], ORIGINAL))
    assert [part.content_type for part in parts] == [
        "multipart/report",
        "text/plain",
        "message/delivery-status",
        "text/rfc822-headers",
    ]
    assert parts[0].parameters["report-type"] == "delivery-status"
    assert message.header("to") == "<alice@example.com>"
    assert message.header("from") == "Mail delivery <postmaster@mx.example>"
    assert message.header("auto-submitted") == "auto-replied"
    assert message.defects == ()
    assert b"bob@example.org" in parts[1].content()
    assert parts[3].content() == b"Subject: hi\r\nMessage-ID: <1@example.com>\r\n"


def test_the_status_part_has_every_field_of_the_standard():
    _, parts = parts_of(compose(OCCASION, "n1", [FAILED], ORIGINAL))
    assert parts[2].body.decode().split("\r\n") == [
        "Original-Envelope-Id: env+2Bid",
        "Reporting-MTA: dns; mx.example",
        "Arrival-Date: Fri, 20 Nov 2026 12:00:00 +0000",
        "",
        "Original-Recipient: rfc822;b@x",
        "Final-Recipient: rfc822; bob@example.org",
        "Action: failed",
        "Status: 5.1.1",
        "Remote-MTA: dns; next.example:25",
        "Diagnostic-Code: smtp; 550 5.1.1 no such user",
        "",
    ]


def test_the_whole_message_goes_back_only_when_asked_for():
    asked = replace(OCCASION, ret="FULL")
    _, parts = parts_of(compose(asked, "n1", [FAILED], ORIGINAL))
    assert parts[3].content_type == "message/rfc822"
    assert parts[3].body == ORIGINAL
    huge = ORIGINAL + b"x" * 200_000
    assert b"xxx" not in compose(asked, "n1", [FAILED], huge)


def test_addresses_beyond_ascii_use_the_international_form():
    report = Report("jörg@example.org", "failed", "550 5.1.1 no", "mx")
    _, parts = parts_of(compose(OCCASION, "n1", [report], ORIGINAL))
    assert parts[2].content_type == "message/global-delivery-status"
    assert "Final-Recipient: utf-8; jörg@example.org" in parts[2].body.decode()


def test_a_hostile_reply_or_subject_cannot_break_the_report():
    report = Report("a@b", "failed", "550 x\r\nTo: evil@example.com\r\n\r\n--", "mx\r\nX: y")
    raw = compose(OCCASION, "n1", [report], b"Subject: --=_n1--\r\n" * 20_000)
    message, parts = parts_of(raw)
    assert message.headers("to") == ("<alice@example.com>",)
    assert len(parts[2].body.splitlines()) == 9
    assert len(raw) < 110_000


def test_a_passed_on_message_is_told_as_relayed():
    report = Report("a@b", "relayed", "250 ok", "mx")
    message, parts = parts_of(compose(OCCASION, "n1", [report], ORIGINAL))
    assert message.header("subject") == "Your message was passed on"
    assert b"Action: relayed\r\nStatus: 2.0.0" in parts[2].body


@pytest.mark.parametrize(
    ("response", "action", "status"),
    [
        ("550 5.1.1 no", "failed", "5.1.1"),
        ("550 no", "failed", "5.0.0"),
        ("451 4.4.1 nobody", "failed", "5.4.7"),
        ("450 later", "failed", "5.4.7"),
        ("250 2.1.5 ok", "relayed", "2.0.0"),
    ],
)
def test_statuses(response, action, status):
    assert status_of(response, action) == status


def test_failures_are_told_unless_something_else_was_asked_for():
    assert wants("", Notify.FAILURE)
    assert not wants("", Notify.SUCCESS)
    assert not wants("NEVER", Notify.FAILURE)
    assert wants("DELAY,SUCCESS", Notify.SUCCESS)


def judged(disposition=Disposition.DELIVER, spf=("pass", "example.com"), dmarc=("none", "")):
    return Verdict(
        score=0, disposition=disposition, policy="p", reasons=(), defects=(), milliseconds=1,
        authentication=Authentication(
            spf=SpfResult(result=Result(spf[0]), domain=spf[1], sentence="."),
            dkim=(),
            dmarc=DmarcResult(result=Result(dmarc[0]), domain=dmarc[1], sentence="."),
            arc=ArcResult(result=Result.NONE, sentence="."),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sender", "verdict", "may"),
    [
        ("a@example.com", judged(), True),
        ("a@EXAMPLE.com", judged(Disposition.TAG), True),
        ("", judged(), False),
        ("a@example.com", None, False),
        ("a@example.com", judged(Disposition.HOLD), False),
        ("a@example.com", judged(Disposition.REJECT), False),
        ("a@example.com", judged(spf=("fail", "example.com")), False),
        ("a@example.com", judged(spf=("temperror", "example.com")), False),
        ("a@example.com", judged(spf=("pass", "helo.example")), False),
        ("a@b.example.com", judged(spf=("none", ""), dmarc=("pass", "example.com")), True),
        ("a@victim.example", judged(spf=("none", ""), dmarc=("pass", "example.com")), False),
        ("a@notexample.com", judged(spf=("none", ""), dmarc=("pass", "example.com")), False),
    ],
)
def test_only_a_proved_sender_of_harmless_mail_hears_of_it(sender, verdict, may):
    assert may_notify(sender, verdict) is may
