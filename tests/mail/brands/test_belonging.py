import pytest

from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DkimResult,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.brands.belonging import brands_at, comes_from, disguised
from bartizan.mail.brands.catalogue import shipped_brands
from bartizan.mail.evidence import Organisation
from bartizan.mail.gathering import gather

PAYPAL, GOOGLE = shipped_brands()["paypal"], shipped_brands()["google"]


def facts_from(author: str, signed_by: str | None = None, result: Result = Result.PASS):
    checked = None
    if signed_by is not None:
        checked = Authentication(
            spf=SpfResult(result=Result.NONE, domain="", sentence=""),
            dkim=(DkimResult(result=result, domain=signed_by, selector="s", sentence=""),),
            dmarc=DmarcResult(result=Result.NONE, domain="", sentence=""),
            arc=ArcResult(result=Result.NONE, sentence=""),
        )
    raw = f"From: {author}\r\nSubject: PayPal\r\n\r\n".encode()
    return gather(raw, None, checked, Organisation())


def test_by_the_author():
    assert comes_from(PAYPAL, facts_from("service@intl.paypal.com"))
    assert not comes_from(PAYPAL, facts_from("service@bakery.invalid"))
    assert not comes_from(PAYPAL, facts_from("PayPal"))


def test_all_authors_must_be_the_brand():
    assert not comes_from(PAYPAL, facts_from("x@bakery.invalid, service@paypal.com"))


def test_a_mailbox_is_not_the_brand_that_offers_it():
    assert not comes_from(GOOGLE, facts_from("google.team77@gmail.com"))
    assert comes_from(GOOGLE, facts_from("no-reply@accounts.google.com"))


def test_by_a_signature_that_passed():
    assert comes_from(PAYPAL, facts_from("x@service.invalid", "paypal.com"))
    assert not comes_from(PAYPAL, facts_from("x@service.invalid", "paypal.com", Result.FAIL))


def test_brands_by_place():
    facts = facts_from("x@bakery.invalid")
    assert brands_at(facts, "subject", "title") == (PAYPAL,)
    assert brands_at(facts, "header:from") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PayPal Service", False),
        ("PAYPÁL", False),
        ("Pay Pal", False),
        ("PayPaI", True),
        ("p a y p a l", True),
        ("P\u0430yPal", True),
    ],
)
def test_what_is_written_for_eyes_only(text, expected):
    assert disguised(PAYPAL, text) is expected
