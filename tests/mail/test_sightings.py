from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DkimResult,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.sightings import (
    is_ours,
    network_of,
    sighting,
    storable_address,
)
from bartizan.mail.summary import summarise
from bartizan.mail.verdict import Envelope

AT = datetime(2026, 1, 2, tzinfo=UTC)
RAW = (
    b"From: Ada <Ada@Partner.test>\r\nTo: Bo Berg <bo@client.test>, c@home.test\r\n"
    b"Cc: D <d@client.test>\r\n\r\nHi\r\n"
)


def checked(dmarc: Result, aligned=()) -> Authentication:
    return Authentication(
        spf=SpfResult(result=Result.PASS, domain="Bounce.partner.test", sentence="."),
        dkim=(
            DkimResult(result=Result.PASS, domain="partner.test", selector="a", sentence="."),
            DkimResult(result=Result.FAIL, domain="else.test", selector="a", sentence="."),
        ),
        dmarc=DmarcResult(result=dmarc, domain="partner.test", sentence=".", aligned=aligned),
        arc=ArcResult(result=Result.NONE, sentence="."),
    )


def seen(raw=RAW, authentication=None, ours=frozenset()):
    envelope = Envelope(
        mail_from="x@partner.test", recipients=("c@home.test",), remote_address="192.0.2.77",
        helo="mx",
    )  # fmt: skip
    return sighting(summarise(raw), envelope, authentication, at=AT, ours=ours)


def test_proved_mail_teaches_what_it_came_through():
    found = seen(authentication=checked(Result.PASS))
    assert (found.address, found.domain, found.proved) == ("ada@partner.test", "partner.test", True)
    assert found.infrastructure == (
        ("network", "192.0.2.0/24"), ("dkim", "partner.test"), ("spf", "bounce.partner.test"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "authentication", [None, checked(Result.FAIL), checked(Result.TEMPERROR), checked(Result.NONE)]
)
def test_what_a_forger_used_says_nothing_of_the_one_forged(authentication):
    found = seen(authentication=authentication, ours=frozenset({"partner.test"}))
    assert (found.proved, found.infrastructure, found.written_to) == (False, (), ())


def test_a_domain_without_a_policy_may_still_stand_behind_its_mail():
    assert seen(authentication=checked(Result.NONE, aligned=("dkim",))).proved


def test_two_authors_prove_nobody():
    raw = b"From: a@partner.test, b@partner.test\r\n\r\nHi\r\n"
    assert not seen(raw, checked(Result.PASS)).proved


def test_our_peoples_mail_teaches_whom_they_write_to():
    found = seen(authentication=checked(Result.PASS), ours=frozenset({"partner.test", "home.test"}))
    assert [(one.address, one.name_key) for one in found.written_to] == [
        ("bo@client.test", "berg bo"), ("d@client.test", ""),
    ]  # fmt: skip


def test_strangers_mail_teaches_nothing_of_our_correspondence():
    assert seen(authentication=checked(Result.PASS), ours=frozenset({"home.test"})).written_to == ()


@pytest.mark.parametrize(
    "address", ["", "nobody", "@x.test", "a@", "a" * 320 + "@x.test", "a@" + "b" * 256]
)
def test_what_is_no_address_is_not_remembered(address):
    assert storable_address(address) is None


@given(st.text())
def test_whatever_is_remembered_can_be_stored(text):
    found = storable_address(text)
    assert found is None or ("\0" not in found and len(found) <= 320)
    if found is not None:
        found.encode()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", None),
        ("unix:", None),
    ],
)
def test_neighbours_share_a_network(address, network):
    assert network_of(address) == network


def test_our_subdomains_are_ours():
    assert is_ours("mail.home.test", frozenset({"home.test"}))
    assert not is_ours("home.test.evil", frozenset({"home.test"}))
