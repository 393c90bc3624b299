from ipaddress import ip_address

import pytest

from bartizan.mail.authentication.dns.resolver import RecordingResolver, settle
from bartizan.mail.authentication.dns.zone import ZoneResolver
from bartizan.mail.authentication.results import Result
from bartizan.mail.authentication.spf.check import (
    Asker,
    Check,
    PermanentError,
    TemporaryError,
)


def ruling(zone, address="192.0.2.1", domain="example.com"):
    asker = Asker(ip_address(address), "mail.example.net", "a", domain, 0)
    recorder = RecordingResolver(ZoneResolver(zone))
    return settle(Check(asker).ruling(domain), recorder), recorder


async def result(zone, **keywords):
    evaluation, _ = ruling(zone, **keywords)
    return (await evaluation).result


async def test_the_term_that_decided_is_named():
    zone = {"example.com": [{"TXT": "v=spf1 ip4:192.0.2.9 ~ip4:192.0.2.0/24 -all"}]}
    evaluation, _ = ruling(zone)
    found = await evaluation
    assert (found.result, found.term) == (Result.SOFTFAIL, "~ip4:192.0.2.0/24")


async def test_ten_lookups_are_allowed_and_the_eleventh_is_not():
    zone = {"example.com": [{"TXT": "v=spf1" + " a" * 10 + " ip4:192.0.2.1"}, {"A": "192.0.2.7"}]}
    assert await result(zone) is Result.PASS
    zone["example.com"][0]["TXT"] = "v=spf1" + " a" * 11 + " ip4:192.0.2.1"
    with pytest.raises(PermanentError, match="more than 10"):
        await result(zone)


async def test_two_void_lookups_are_allowed_and_the_third_is_not():
    zone = {"example.com": [{"TXT": "v=spf1 a:x.example a:y.example ?all"}]}
    assert await result(zone) is Result.NEUTRAL
    zone["example.com"][0]["TXT"] = "v=spf1 a:x.example a:y.example a:z.example ?all"
    with pytest.raises(PermanentError, match=r"z\.example"):
        await result(zone)


async def test_an_include_loop_ends():
    with pytest.raises(PermanentError):
        await result({"example.com": [{"TXT": "v=spf1 include:example.com -all"}]})


async def test_no_answer_is_temporary_and_says_why():
    zone = {"example.com": [{"TXT": "v=spf1 a:slow.example -all"}], "slow.example": ["SERVFAIL"]}
    with pytest.raises(TemporaryError, match=r"failure about slow\.example"):
        await result(zone)


async def test_hosts_of_mx_are_asked_for_together_and_once():
    zone = {
        "example.com": [{"TXT": "v=spf1 mx -all"}]
        + [{"MX": [n, f"mx{n % 3}.example.com"]} for n in range(10)],
        **{f"mx{n}.example.com": [{"A": f"192.0.2.{n + 1}"}] for n in range(3)},
    }
    evaluation, recorder = ruling(zone, address="192.0.2.3")
    assert (await evaluation).result is Result.PASS
    assert len(recorder.lookups) == 2 + 3


async def test_a_pointer_that_does_not_lead_back_proves_nothing():
    zone = {
        "example.com": [{"TXT": "v=spf1 ptr -all"}],
        "1.2.0.192.in-addr.arpa": [{"PTR": "mail.example.com"}],
        "mail.example.com": [{"A": "192.0.2.2"}],
    }
    assert await result(zone) is Result.FAIL
    zone["mail.example.com"] = [{"A": "192.0.2.1"}]
    assert await result(zone) is Result.PASS


async def test_nonsense_in_address_records_is_passed_over():
    zone = {"example.com": [{"TXT": "v=spf1 a -all"}, {"A": "not an address"}, {"A": "192.0.2.1"}]}
    assert await result(zone) is Result.PASS
