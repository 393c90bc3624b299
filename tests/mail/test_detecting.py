from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bartizan.base.clock import SystemClock
from bartizan.mail.cohort import Case, advance
from bartizan.mail.detecting import asking, shipped_detectors
from bartizan.mail.evidence import About, Detector, Found, Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.verdict import Envelope, Severity

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
