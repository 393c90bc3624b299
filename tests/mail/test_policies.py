from dataclasses import replace

import pytest
from pydantic import ValidationError

from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.evidence import Listed, Listing, Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.policies import PolicySettings, Thresholds, covers, decide, withheld
from bartizan.mail.verdict import Disposition, Envelope

POLICY = PolicySettings(
    domains={"strict.test": Thresholds(tag_at=10, hold_at=20, reject_at=30)},
    allow=("partner.test", "boss@other.test"),
    deny=("evil.test",),
)


def checked(result: str, domain: str = "partner.test") -> Authentication:
    return Authentication(
        spf=SpfResult(result=Result.NONE, domain=domain, sentence="."),
        dkim=(),
        dmarc=DmarcResult(result=Result(result), domain=domain, sentence="."),
        arc=ArcResult(result=Result.NONE, sentence="."),
    )


def decided(score, sender="a@b.test", recipients=("me@home.test",), dmarc=None, mail_from=""):
    envelope = Envelope(
        mail_from=mail_from, recipients=recipients, remote_address="192.0.2.1", helo="x"
    )
    raw = f"From: {sender}\r\n\r\nHello.\r\n".encode()
    authentication = None if dmarc is None else checked(dmarc)
    return decide(score, gather(raw, envelope, authentication, Organisation()), POLICY)


@pytest.mark.parametrize(
    ("score", "what"),
    [(0, "deliver"), (49, "deliver"), (50, "tag"), (74, "tag"), (75, "hold"), (100, "hold")],
)
def test_the_default_thresholds(score, what):
    assert decided(score) == (Disposition(what), "default")


def test_a_domain_can_be_stricter_for_itself_and_its_subdomains():
    assert decided(25, recipients=("me@strict.test",)) == ("hold", "domain:strict.test")
    assert decided(35, recipients=("me@sub.strict.test",)) == ("reject", "domain:strict.test")


def test_of_several_recipients_the_strictest_rule_counts():
    assert decided(25, recipients=("me@home.test", "me@strict.test"))[0] is Disposition.HOLD


def test_allowed_senders_must_prove_who_they_are():
    assert decided(100, "a@partner.test", dmarc="pass") == ("deliver", "allow:partner.test")
    assert decided(100, "a@partner.test", dmarc="temperror")[0] is Disposition.HOLD
    assert decided(100, "a@partner.test")[0] is Disposition.HOLD


def test_an_allowed_address_does_not_allow_its_domain():
    assert decided(100, "boss@other.test", dmarc="pass")[1] == "allow:boss@other.test"
    assert decided(100, "clerk@other.test", dmarc="pass")[0] is Disposition.HOLD


def test_two_authors_are_never_allowed():
    assert decided(100, "a@partner.test, b@evil2.test", dmarc="pass")[0] is Disposition.HOLD


def test_denied_senders_are_rejected_by_either_address():
    assert decided(0, "x@evil.test") == ("reject", "deny:evil.test")
    assert decided(0, mail_from="x@sub.EVIL.test") == ("reject", "deny:evil.test")


def test_thresholds_must_rise():
    with pytest.raises(ValidationError, match="must rise"):
        Thresholds(tag_at=80, hold_at=50)


def test_a_domain_does_not_cover_its_look_alikes():
    assert covers("example.com", "a.example.com")
    assert not covers("example.com", "badexample.com")


def listed(*entries, recipients=("me@home.test",), dmarc="pass", score=100, sender="a@shop.test"):
    envelope = Envelope(mail_from="", recipients=recipients, remote_address="192.0.2.1", helo="x")
    raw = f"From: {sender}\r\n\r\nHello.\r\n".encode()
    facts = gather(raw, envelope, checked(dmarc), Organisation())
    facts = replace(
        facts, listings=tuple(Listing(Listed(entry[0]), *entry[1:]) for entry in entries)
    )
    return *decide(score, facts, POLICY), withheld(facts)


BOTH = ("me@home.test", "you@home.test")


def test_peoples_lists_count_for_everybody_a_domain_or_one_recipient():
    for scope in ("", "home.test", "me@home.test"):
        assert listed(("allow", "shop.test", scope)) == ("deliver", "allow:shop.test", ())
        assert listed(("block", "shop.test", scope), score=0) == ("reject", "deny:shop.test", ())
    assert listed(("allow", "shop.test", "you@home.test"))[0] is Disposition.HOLD
    assert listed(("block", "shop.test", "else.test"), score=0)[0] is Disposition.DELIVER


def test_an_entry_of_people_needs_a_proof_as_well():
    assert listed(("allow", "shop.test"), dmarc="fail")[0] is Disposition.HOLD
    assert listed(("block", "shop.test"), dmarc="fail", score=0)[0] is Disposition.REJECT


def test_what_one_recipient_allows_is_not_released_to_the_others():
    one = ("allow", "shop.test", "me@home.test")
    assert listed(one, recipients=BOTH)[:2] == ("hold", "default")
    both = (one, ("allow", "shop.test", "you@home.test"))
    assert listed(*both, recipients=BOTH)[:2] == ("deliver", "allow:shop.test")


def test_what_one_recipient_blocks_is_withheld_from_nobody_else():
    one = ("block", "shop.test", "me@home.test")
    assert listed(one, recipients=BOTH, score=0) == ("deliver", "default", ("me@home.test",))
    assert listed(one, recipients=BOTH)[0] is Disposition.HOLD
    both = (one, ("block", "a@shop.test", "you@home.test"))
    assert listed(*both, recipients=BOTH, score=0) == ("reject", "deny:shop.test", ())


def test_whoever_blocks_does_not_make_it_stricter_for_the_rest():
    recipients = ("me@strict.test", "you@home.test")
    one = ("block", "shop.test", "me@strict.test")
    assert listed(recipients=recipients, score=25)[0] is Disposition.HOLD
    assert listed(one, recipients=recipients, score=25)[0] is Disposition.DELIVER


def test_a_block_wins_over_an_allow_entry():
    both = (("allow", "shop.test"), ("block", "a@shop.test", "me@home.test"))
    assert listed(*both)[0] is Disposition.REJECT


def test_a_disposable_entry_of_another_sender_counts_for_nothing():
    assert listed(("allow", "elsewhere.test"))[0] is Disposition.HOLD
    assert listed(("block", "elsewhere.test"), score=0)[0] is Disposition.DELIVER
