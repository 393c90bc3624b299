import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.links.oddities import (
    Oddity,
    carried_mailboxes,
    find_oddities,
    is_random,
)
from bartizan.forensics.urls import read_url


def odd(address: str) -> frozenset[Oddity]:
    return find_oddities(read_url(address))


@pytest.mark.parametrize(
    ("address", "oddity"),
    [
        ("https://t7p588yuxqo8.test/", Oddity.RANDOM_HOST),
        ("https://a.test/SHAva0NlMkZvUDVuVVRxV3hqbEFs", Oddity.RANDOM_PATH),
        ("https://a.test/" + "qhzmiqeufsuldkotnsbbdtlwhogyaslnpdewkipdklsmq", Oddity.RANDOM_PATH),
        ("https://a.test/wp-includes/x", Oddity.KIT_PATH),
        ("https://a.test/r60ff.php?gAAAAABlzLC7ZxMRBvGHT_AERwwc6H8iX1fQSNQ94", Oddity.KIT_PATH),
        ("https://a.b.c.d.test/", Oddity.DEEP_SUBDOMAINS),
        ("https://secure-account.test/", Oddity.LOGIN_HOST),
        ("https://a.test/account/verify", Oddity.LOGIN_PATH),
        ("https://a.test/?a=1&c=2&s1=", Oddity.AFFILIATE),
        ("https://a.test/#4AuskY2929tFRC6rvavfqpyjj257", Oddity.TOKEN_FRAGMENT),
        ("https://a.test/b.pdf.html", Oddity.DOUBLE_ENDING),
        ("https://www.bank.com.evil.test/", Oddity.HOST_IN_SUBDOMAIN),
        ("https://a.test/" + "word-" * 200, Oddity.LONG),
        ("https://9.113.0.203.host.a.test/", Oddity.NUMBERED_HOST),
        ("https://vps52503.a.test/", Oddity.NUMBERED_HOST),
    ],
)
def test_what_is_odd(address, oddity):
    assert oddity in odd(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://en.wikipedia.org/wiki/Bartizan",
        "https://www.shop.test/products/red-shoes?size=42&colour=red",
        "https://a.test/2024/05/17/why-we-moved-to-the-harbour.html#comments",
        "https://docs.a.test/wp-content/uploads/2020/01/report.pdf",
        "http://203.0.113.9/",
        "mailto:kate@a.test",
    ],
)
def test_what_is_not(address):
    assert odd(address) == frozenset()


@pytest.mark.parametrize(
    "name", ["harbour", "freshrpms", "openbmc-project", "larkfieldcoffee", "office365", "3m"]
)
def test_names_that_people_chose(name):
    assert not is_random(name)


@pytest.mark.parametrize("name", ["a4qxna7jwq", "jzwjirchjpbl", "3138352e3138352e", "bsnwoc9a59s0"])
def test_names_that_programs_made(name):
    assert is_random(name)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.test/?e=kate@b.test",
        "https://a.test/?e=Kate%40b.test",
        "https://a.test/x#kate@b.test",
        "https://a.test/a2F0ZUBiLnRlc3Q",
        "https://a.test/?i=6b61746540622e74657374",
    ],
)
def test_mailboxes_in_an_address(address):
    assert carried_mailboxes(read_url(address)) == ("kate@b.test",)


def test_no_mailboxes():
    assert carried_mailboxes(read_url("https://a.test/?q=shoes&size=42")) == ()


@given(st.text(max_size=200))
def test_never_raises(text):
    url = read_url("https://a.test/" + text)
    if url is not None:
        find_oddities(url)
        carried_mailboxes(url)
    is_random(text)


@pytest.mark.parametrize(
    "piece", ["a", "aB3", "/wp-content/", "a=1&", "a.", "x@", "%40", "/login", "-1", "a1"]
)
def test_hostile_addresses_are_cheap(piece):
    url = read_url("https://a.test/" + piece * (60_000 // len(piece)))
    began = time.process_time()
    find_oddities(url)
    carried_mailboxes(url)
    assert time.process_time() - began < 0.1
