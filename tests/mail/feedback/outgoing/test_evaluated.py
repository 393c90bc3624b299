import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bartizan.mail.authentication.results import Result, SpfResult
from bartizan.mail.feedback.outgoing.evaluated import MOST_SIGNATURES, evaluated
from bartizan.mail.verdict import Disposition


def record(make, dmarc, disposition=Disposition.DELIVER, *, from_list=False, **more):
    found = evaluated(
        make.envelope(), make.verdict(dmarc, disposition, **more), from_list=from_list
    )
    return found.record


def fate(make, dmarc, disposition, **more):
    found = record(make, dmarc, disposition, **more)
    return found.disposition, [why.type for why in found.overrides]


def test_a_message_is_told_by_its_domains_and_address_and_by_no_person(make):
    found = evaluated(
        make.envelope(), make.verdict(make.dmarc(), dkim=[make.signature()]), from_list=False
    )
    assert (found.domain, found.published.rua) == ("shop.example", ("mailto:dmarc@shop.example",))
    assert found.record.model_dump() == {
        "source_ip": "192.0.2.7", "count": 1, "disposition": "pass", "dkim": "fail", "spf": "pass",
        "header_from": "shop.example", "envelope_from": "bounce.shop.example", "envelope_to": "",
        "overrides": (),
        "results": (
            {"method": "dkim", "domain": "shop.example", "result": "pass", "selector": "s1",
             "scope": "", "comment": ""},
            {"method": "spf", "domain": "bounce.shop.example", "result": "pass", "selector": "",
             "scope": "mfrom", "comment": ""},
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "done", "told"),
    [
        ("reject", Disposition.REJECT, ("reject", [])),
        ("reject", Disposition.HOLD, ("quarantine", ["local_policy"])),
        ("reject", Disposition.TAG, ("none", ["local_policy"])),
        ("quarantine", Disposition.HOLD, ("quarantine", [])),
        ("quarantine", Disposition.REJECT, ("quarantine", [])),
        ("none", Disposition.DELIVER, ("none", [])),
        ("none", Disposition.REJECT, ("none", [])),
    ],
)
def test_failed_mail_tells_how_far_the_policy_was_done_and_nothing_of_our_filters(
    make, policy, done, told
):
    assert fate(make, make.failed(policy=policy), done) == told


@pytest.mark.parametrize("done", [Disposition.DELIVER, Disposition.REJECT])
@pytest.mark.parametrize(("policy", "told"), [("reject", "pass"), ("none", "none")])
def test_what_passes_tells_nothing_of_our_filters_either(make, policy, told, done):
    assert fate(make, make.dmarc(policy=policy), done) == (told, [])


def test_lists_tests_and_unfinished_checks_are_reasons(make):
    failed = make.failed()
    assert fate(make, failed, Disposition.DELIVER, from_list=True) == ("none", ["mailing_list"])
    testing = make.failed(policy="none", published={"testing": True})
    assert fate(make, testing, Disposition.HOLD) == ("none", ["policy_test_mode"])
    unknown = make.dmarc(Result.TEMPERROR, aligned=())
    assert fate(make, unknown, Disposition.DELIVER) == ("none", ["other"])
    unasked = make.dmarc(Result.TEMPERROR, aligned=(), policy="none")
    assert fate(make, unasked, Disposition.DELIVER) == ("none", [])


def test_a_record_that_only_tests_is_told_by_what_it_would_ask(make):
    tested = {"policy": "none", "published": {"testing": True, "sp": "none"}}
    below = tested | {"domain": "www.shop.example"}
    assert fate(make, make.dmarc(**tested), Disposition.HOLD) == ("pass", [])
    assert fate(make, make.dmarc(**below), Disposition.HOLD) == ("none", [])
    assert fate(make, make.failed(**below), Disposition.HOLD) == ("none", [])


def test_signatures_come_in_the_order_that_matters_and_not_without_end(make):
    dkim = [
        make.signature("shop.example", Result.FAIL),
        make.signature("esp.example"),
        make.signature("mail.shop.example"),
        make.signature("shop.example"),
        make.signature("", Result.PERMERROR),
    ]
    found = record(make, make.dmarc(), dkim=dkim)
    assert [(one.domain, one.result) for one in found.results if one.method == "dkim"] == [
        ("shop.example", "pass"), ("mail.shop.example", "pass"), ("esp.example", "pass"),
        ("shop.example", "fail"),
    ]  # fmt: skip
    many = [make.signature(f"d{number}.example") for number in range(MOST_SIGNATURES + 20)]
    results = record(make, make.dmarc(), dkim=many).results
    assert sum(one.method == "dkim" for one in results) == MOST_SIGNATURES


def test_nobody_is_told_who_did_not_ask(make):
    envelope = make.envelope()
    silent = make.verdict(make.dmarc(published={"rua": ()}))
    assert evaluated(envelope, silent, from_list=False) is None
    unread = make.verdict(make.dmarc()).model_copy(update={"authentication": None})
    assert evaluated(envelope, unread, from_list=False) is None
    asked = make.verdict(make.dmarc())
    assert evaluated(make.envelope(address="a socket"), asked, from_list=False) is None


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:DB8::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
    ],
)
def test_addresses_are_told_in_one_form(make, address, told):
    found = evaluated(make.envelope(address), make.verdict(make.dmarc()), from_list=False)
    assert found.record.source_ip == told


def test_the_null_sender_has_an_empty_domain(make):
    found = evaluated(make.envelope(mail_from=""), make.verdict(make.dmarc()), from_list=False)
    assert found.record.envelope_from == ""


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300), st.sampled_from(Result))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_strangers_wrote_is_told_in_printable_ascii(make, first, second, third, result):
    spf = SpfResult(result=result, domain=first, sentence=".")
    dkim = [make.signature(second, result, third)]
    verdict = make.verdict(make.dmarc(), dkim=dkim, spf=spf)
    found = evaluated(make.envelope(mail_from=f"a@{first}"), verdict, from_list=False).record
    words = [found.envelope_from, *(w for one in found.results for w in (one.domain, one.selector))]
    assert all(word.isascii() and (not word or word.isprintable()) for word in words)
    assert all(len(word) <= 255 and " " not in word for word in words)
