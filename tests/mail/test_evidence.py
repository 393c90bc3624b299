from types import ModuleType

import pytest

from bartizan.forensics.mime import parse
from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.evidence import (
    About,
    Detector,
    Facts,
    Found,
    Organisation,
    Phrase,
    read_detector,
    seen,
)
from bartizan.mail.gathering import gather
from bartizan.mail.verdict import Severity

ABOUT = About("Odd", Severity.LOW, 0.3, ("tactic:x",))
FACTS = gather(b"From: a@b.test\r\n\r\nHi\r\n", None, None, Organisation())


def detector(found: Found | None) -> Detector:
    return Detector("odd", "It is odd.", ABOUT, lambda _facts: found)


def test_a_finding_takes_what_it_does_not_say_from_its_detector():
    suspicion = detector(Found("This is odd."))(FACTS)
    assert (suspicion.id, suspicion.weight, suspicion.severity) == ("odd", 0.3, Severity.LOW)
    stronger = detector(Found("This is odd.", weight=0.9, severity=Severity.HIGH))(FACTS)
    assert (stronger.weight, stronger.severity) == (0.9, Severity.HIGH)


def test_no_finding_is_no_suspicion():
    assert detector(None)(FACTS) is None


@pytest.mark.parametrize(
    ("attributes", "error"),
    [
        ({}, AttributeError),
        ({"ABOUT": "odd", "detect": print}, TypeError),
        ({"ABOUT": ABOUT, "detect": None}, TypeError),
        ({"ABOUT": ABOUT, "detect": print, "__doc__": None}, AttributeError),
    ],
)
def test_a_module_of_another_shape_is_no_detector(attributes, error):
    module = ModuleType("odd", "It is odd.")
    module.__dict__.update(attributes)
    with pytest.raises(error):
        read_detector("odd", module)


def test_evidence_is_cut_to_what_can_be_shown():
    assert len(seen("link", "x" * 10_000).text) == 300
    assert seen("link", "short").text == "short"


def test_the_sender_is_the_first_author():
    facts = gather(b"From: a@b.test, c@d.test\r\n\r\n", None, None, Organisation())
    assert facts.sender.address == "a@b.test"
    assert Facts(message=facts.message).sender is None


@pytest.mark.parametrize(
    ("author", "name", "address"),
    [
        ("Account team ,_<a@b.test>", "Account team", "a@b.test"),
        ("Lovelace, Ada <a@b.test>", "Lovelace, Ada", "a@b.test"),
        ("Bank, <a@b.test>, <c@d.test>", "Bank", "a@b.test"),
        ("Bank", "", "Bank"),
        ("Bank, Support", "", "Bank"),
    ],
)
def test_a_comma_does_not_take_the_name_from_its_address(author, name, address):
    facts = gather(f"From: {author}\r\n\r\n".encode(), None, None, Organisation())
    assert (facts.sender.name, facts.sender.address) == (name, address)


def test_folded_text_undoes_look_alikes_line_by_line():
    facts = Facts(message=parse(b""), subject="Vérify", text="P\u0430ypal\nnow")
    assert facts.folded == "verify\npaypal\nnow"


def test_folded_text_undoes_letters_that_look_like_others_within_a_word():
    facts = Facts(message=parse(b""), subject="IMP0RTANT: your waIIet", text="Your emaiI, I 0, 10a")
    assert facts.folded == "important: your wallet\nyour email, i 0, 10a"


def test_phrases_are_found_by_theme():
    urgent = Phrase("urgency", "en", "within 24 hours", "body")
    facts = Facts(message=parse(b""), phrases=(urgent, Phrase("threat", "en", "closed", "body")))
    assert facts.says("urgency") == (urgent,)
    assert facts.says("gift-card") == ()


@pytest.mark.parametrize(
    ("sender", "result", "aligned", "expected"),
    [
        ("a@b.test", "pass", (), True),
        ("a@b.test", "none", ("spf",), True),
        ("a@b.test", "none", (), False),
        ("a@b.test", "fail", (), False),
        ("a@b.test", "temperror", ("dkim",), False),
        ("a@b.test, c@b.test", "pass", (), False),
    ],
)
def test_an_author_is_proved_by_a_domain_that_stands_behind_the_message(
    sender, result, aligned, expected
):
    checked = Authentication(
        spf=SpfResult(result=Result.NONE, domain="b.test", sentence="."),
        dkim=(),
        dmarc=DmarcResult(result=Result(result), domain="b.test", sentence=".", aligned=aligned),
        arc=ArcResult(result=Result.NONE, sentence="."),
    )
    facts = gather(f"From: {sender}\r\n\r\n".encode(), None, checked, Organisation())
    assert facts.proved is expected


def test_without_authentication_nobody_is_proved():
    assert not gather(b"From: a@b.test\r\n\r\n", None, None, Organisation()).proved


def test_a_name_put_before_the_address_is_the_name_that_is_seen():
    facts = gather(b"From: Bank Support ,_<x@evil.test>\r\n\r\nHi\r\n", None, None, Organisation())
    assert (facts.sender.name, facts.sender.address) == ("Bank Support", "x@evil.test")


def test_an_author_without_any_address_stays_as_written():
    facts = gather(b"From: Facebook ,_<x@evil.test>\r\n\r\nHi\r\n", None, None, Organisation())
    assert (facts.sender.name, facts.sender.domain) == ("Facebook", "evil.test")
    alone = gather(b"From: Facebook\r\n\r\nHi\r\n", None, None, Organisation())
    assert (alone.sender.address, alone.sender.domain) == ("Facebook", "")
