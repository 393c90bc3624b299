import pytest
from pydantic import ValidationError

from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.evidence import Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.policies import PolicySettings, Thresholds, covers, decide
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
