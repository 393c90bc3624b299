import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.dmarc.walk import UnknownRecordError
from bartizan.mail.authentication.dns.resolver import OfflineResolver, RecordingResolver, settle
from bartizan.mail.authentication.dns.zone import ZoneResolver
from bartizan.mail.feedback.outgoing.destinations import MOST, read_destination, rule

HERE = {"_dmarc.shop.example": "v=DMARC1; p=none"}


def ruling(uris, zone=None, domain="shop.example", *, last=False):
    resolver = ZoneResolver(HERE | (zone or {}))
    found = asyncio.run(settle(rule(domain, uris, last=last), resolver))
    return [one.address for one in found.allowed], list(found.refused)


@pytest.mark.parametrize(
    ("uri", "address", "limit"),
    [
        ("mailto:Reports+A@Shop.Example", "Reports+A@shop.example", None),
        ("MAILTO:a@shop.example!10m", "a@shop.example", 10 * 2**20),
        ("mailto:a@shop.example!512", "a@shop.example", 512),
        ("mailto:a@shop.example?subject=x!2K", "a@shop.example", 2048),
        ("mailto:a%2Bb@shop.example", "a+b@shop.example", None),
    ],
)
def test_addresses_are_read_with_their_limits(uri, address, limit):
    found = read_destination(uri)
    assert (found.address, found.limit) == (address, limit)


@pytest.mark.parametrize(
    "uri",
    [
        "https://shop.example/r", "mailto:a", "mailto:@shop.example", "mailto:a@localhost",
        "mailto:a%0d%0aRCPT@shop.example", "mailto:a@b@shop.example", "mailto:<a@shop.example>",
        "mailto:a@shop.example%3e", "mailto:a..b@shop.example", "mailto:a@shop.example!10q",
        "mailto:a%2Cb@shop.example", f"mailto:{'a' * 65}@shop.example", "mailto:a@[192.0.2.1]",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_not_written_to(uri):
    assert read_destination(uri) is None


@given(st.text(max_size=100).map("mailto:{}".format))
def test_no_address_can_end_a_command_or_a_field(uri):
    found = read_destination(uri)
    if found is not None:
        assert found.address.isascii()
        assert not set(found.address) & set("\r\n<> ,\0")


def test_a_limit_is_for_the_message_as_it_is_sent():
    limited = read_destination("mailto:a@shop.example!1k")
    assert (limited.takes(1024), limited.takes(1025)) == (True, False)


def test_the_domains_own_address_needs_no_question():
    recorder = RecordingResolver(OfflineResolver())
    found = asyncio.run(settle(rule("shop.example", ["mailto:a@shop.example"]), recorder))
    assert ([one.address for one in found.allowed], recorder.lookups) == (["a@shop.example"], [])


def test_an_address_of_the_same_organisation_needs_no_agreement():
    assert ruling(["mailto:a@mail.shop.example"]) == (["a@mail.shop.example"], [])


def test_an_outside_address_needs_the_agreement_of_its_domain():
    uris = ["mailto:a@rua.example", "mailto:b@victim.example"]
    zone = {"shop.example._report._dmarc.rua.example": "v=DMARC1"}
    allowed, refused = ruling(uris, zone)
    assert allowed == ["a@rua.example"]
    assert refused == ["victim.example does not say that it wants these reports"]


@pytest.mark.parametrize("text", ["v=DMARC2", "x; v=DMARC1", "v=spf1 -all"])
def test_other_texts_are_no_agreement(text):
    zone = {"shop.example._report._dmarc.rua.example": text}
    assert ruling(["mailto:a@rua.example"], zone)[0] == []


def test_a_destination_may_name_another_address_of_its_own_but_nobody_elses():
    name = "shop.example._report._dmarc.rua.example"
    own = {name: "v=DMARC1; rua=mailto:Other@rua.example!1m"}
    assert ruling(["mailto:a@rua.example"], own)[0] == ["Other@rua.example"]
    astray = {name: "v=DMARC1; rua=mailto:b@rua.example,mailto:x@victim.example"}
    assert ruling(["mailto:a@rua.example"], astray)[0] == []


def test_a_name_too_long_for_dns_is_no_agreement():
    domain = ".".join(["a" * 60] * 3) + ".example"
    host = ".".join(["b" * 60] * 2) + ".example"
    assert ruling([f"mailto:a@{host}"], domain=domain)[0] == []


def test_each_address_once_and_not_too_many():
    uris = [f"mailto:a{number}@shop.example" for number in range(MOST + 3)]
    assert ruling(["mailto:A0@shop.example", *uris])[0] == [
        "A0@shop.example", *(f"a{number}@shop.example" for number in range(1, MOST - 1))
    ]  # fmt: skip


def test_without_any_address_somebody_hears_why():
    assert ruling(["https://shop.example"]) == (
        [], ["the record names no mail address that can be read"],
    )  # fmt: skip


@pytest.mark.parametrize("name", ["shop.example._report._dmarc.rua.example", "_dmarc.rua.example"])
def test_while_dns_does_not_answer_nothing_is_decided(name):
    uris = ["mailto:a@rua.example", "mailto:b@shop.example"]
    with pytest.raises(UnknownRecordError):
        ruling(uris, {name: ["TIMEOUT"]})
    allowed, [sentence] = ruling(uris, {name: ["TIMEOUT"]}, last=True)
    assert allowed == ["b@shop.example"]
    assert sentence.startswith("rua.example could not be asked: DNS did not answer in time")
