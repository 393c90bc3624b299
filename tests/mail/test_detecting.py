import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.base.clock import SystemClock
from bartizan.mail.cohort import Case, advance
from bartizan.mail.detecting import asking, shipped_detectors
from bartizan.mail.evidence import About, Detector, Found, Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.scoring import score
from bartizan.mail.verdict import Basis, Envelope, Severity

FACTS = gather(b"From: a@b.test\r\n\r\nHi\r\n", None, None, Organisation())
ABOUT = About("Odd", Severity.LOW, 0.3)


def suspect(facts, chosen):
    case = Case(facts)
    advance([case], asking(chosen), SystemClock())
    return case.suspicions, case.silent


def test_a_dozen_detectors_ship_in_the_order_of_their_ids():
    shipped = shipped_detectors()
    assert len(shipped) >= 12
    assert list(shipped) == sorted(shipped)
    for detector in shipped.values():
        assert detector.about.title
        assert 0 < detector.about.weight < 1
        assert any(tag.startswith("attack:T") for tag in detector.about.tags)
        assert detector.description.endswith(".") or detector.description


def test_a_failing_detector_is_a_defect_and_the_others_go_on():
    def fail(_facts):
        raise RecursionError

    chosen = [
        Detector("broken", "Fails.", ABOUT, fail),
        Detector("odd", "Finds.", ABOUT, lambda _facts: Found("This is odd.")),
    ]
    suspicions, failures = suspect(FACTS, chosen)
    assert [one.id for one in suspicions] == ["odd"]
    assert failures[0].code == "detector-failed"
    assert "broken" in failures[0].sentence


def test_a_plain_message_is_suspected_of_nothing():
    raw = (
        b"From: a@b.test\r\nDate: Tue, 4 Nov 2025 10:00:00 +0000\r\nMessage-ID: <1@b.test>\r\n"
        b"DKIM-Signature: v=1; a=rsa-sha256; d=b.test; s=x; h=from; bh=; b=\r\n\r\nHi\r\n"
    )
    facts = gather(raw, None, None, Organisation())
    assert suspect(facts, shipped_detectors().values()) == ([], [])


#: Looks at the words of a greeting, which say something wherever the links lead.
APART = {"generic_greeting"}


def test_who_asks_where_links_lead_rests_on_that_with_the_others():
    asking = {
        detector.id: detector.about.basis
        for detector in shipped_detectors().values()
        if {"strangers", "find_lure"} & vars(sys.modules[detector.detect.__module__]).keys()
    }
    assert len(asking) > 30
    assert {name for name, basis in asking.items() if basis is not Basis.LINKS} == APART


HONEST = {
    "a receipt whose links an unknown service counts": """\
From: "Harbour Tools" <billing@harbour-tools.example>
Subject: Your receipt

<p>Thank you for your order 4711. We could not store your card: sign in to your account to
update your payment details before the next order.</p>
<p><a href="https://click.sendsforall.example/login/8b66121cb7">Sign in</a>
<a href="https://click.sendsforall.example/orders/77aa0c11e2">www.harbour-tools.example</a>
<a href="https://click.sendsforall.example/u/0d6a11b2f3">Unsubscribe</a></p>
""",
    "a password reset that shows its address, behind a counter": """\
From: "Harbour Tools" <support@harbour-tools.example>
Subject: Reset your password

<p>Hello Sam, click the button below to reset your password. It works for 24 hours.</p>
<p><a href="https://t.sendsforall.example/c/Zk9vQmFyQmF6UXV4MTIzNDU2">Reset your password</a></p>
<p>If it does not work, open
<a href="https://t.sendsforall.example/c/Yk9vQmFyQmF6UXV4MTIzNDU3">https://www.harbour-tools.example/reset</a></p>
""",
    "an invoice whose portal is on a sister's domain": """\
From: "Harbour Tools" <billing@harbour-tools.example>
Subject: Payment failed for invoice 86149

<p>We could not process your payment. Please click the button below, sign in to your account and
update your billing information.</p>
<p><a href="https://account.harbourtools-group.example/login/pay">Open the portal</a></p>
""",
}


@pytest.mark.parametrize("shape", HONEST)
def test_honest_mail_through_services_that_nobody_knows_is_not_even_tagged(shape):
    assert suspected(HONEST[shape]) < 50


def test_the_same_receipt_in_the_name_of_a_brand_is_held():
    receipt = HONEST["a receipt whose links an unknown service counts"]
    borrowed = receipt.replace('"Harbour Tools"', '"PayPal"').replace("www.harbour-tools", "paypal")
    assert suspected(borrowed) >= 75


def suspected(message: str) -> int:
    head, _, page = message.partition("\n\n")
    head += "\nTo: sam@example.com\nDate: Tue, 4 Nov 2025 10:00:00 +0000"
    head += "\nMessage-ID: <1@harbour-tools.example>\nContent-Type: text/html; charset=utf-8"
    raw = f"{head}\n\n{page}".replace("\n", "\r\n").encode()
    facts = gather(raw, None, None, Organisation(frozenset({"example.com"})))
    return score(suspect(facts, shipped_detectors().values())[0])


NAMES = st.sampled_from(
    """From To Subject Date Message-ID Received X-Mailer User-Agent Content-Type DKIM-Signature
    X-Priority Precedence Reply-To Return-Path Sender Content-Transfer-Encoding""".split()
)
VALUES = st.text(
    st.sampled_from("ab.@<>()[];:=,\"'{}%_-|#$ \t é0129\0") | st.characters(codec="utf-8"),
    max_size=60,
)
PIECES = st.sampled_from(["", "from a ([1.2.3.4]) by b;", "<a@b.test>", "Microsoft Outlook 16.0"])
ENVELOPE = Envelope(mail_from="", recipients=("a@b.test",), remote_address="::1", helo="gmail.com")


@given(st.lists(st.tuples(NAMES, PIECES, VALUES), max_size=12), VALUES, st.booleans())
def test_no_header_fails_a_detector(fields, body, arrived):
    lines = "".join(f"{name}: {piece}{value}\r\n" for name, piece, value in fields)
    raw = f"{lines}\r\n{body}".encode("utf-8", "replace")
    facts = gather(raw, ENVELOPE if arrived else None, None, Organisation())
    facts = replace(facts, received_at=datetime(2026, 1, 1, tzinfo=UTC) if arrived else None)
    suspicions, failures = suspect(facts, shipped_detectors().values())
    assert not failures
    assert all(one.sentence and 0 <= one.weight <= 1 for one in suspicions)
