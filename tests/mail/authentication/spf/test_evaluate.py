import asyncio
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import spf as pyspf
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.dns.resolver import OfflineResolver, settle
from bartizan.mail.authentication.dns.zone import ZoneResolver
from bartizan.mail.authentication.results import Result, SpfIdentity
from bartizan.mail.authentication.spf.evaluate import evaluate_spf

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def run(zone, remote_address="203.0.113.5", helo="mail.example.net", mail_from="a@example.com"):
    evaluation = evaluate_spf(remote_address, helo, mail_from, NOW)
    resolver = OfflineResolver() if zone is None else ZoneResolver(zone)
    return asyncio.run(settle(evaluation, resolver))


def scenarios(folder: Path):
    text = (folder / "suites/spf/rfc7208-tests.yml").read_text(encoding="utf-8")
    for scenario in yaml.safe_load_all(text):
        for name, case in scenario["tests"].items():
            yield f"{scenario['description']}/{name}", scenario["zonedata"], case


@pytest.mark.data
def test_the_conformance_suite_of_rfc_7208(data):
    wrong, count = [], 0
    for name, zone, case in scenarios(data):
        count += 1
        found = run(zone, case["host"], case["helo"], case["mailfrom"])
        allowed = case["result"] if isinstance(case["result"], list) else [case["result"]]
        if found.result not in allowed:
            wrong.append((name, str(found.result), allowed, found.sentence))
        wanted = case.get("explanation")
        if wanted is not None and (found.explanation or "DEFAULT") != wanted:
            wrong.append((name, found.explanation, wanted))
    assert wrong == []
    assert count == 203


def record(text):
    return {"example.com": [{"TXT": text}]}


@pytest.mark.parametrize(
    ("text", "result", "sentence"),
    [
        (
            "v=spf1 ip4:203.0.113.0/24 -all",
            Result.PASS,
            (
                "203.0.113.5 is among the servers that example.com allows to send its mail "
                "(ip4:203.0.113.0/24)."
            ),
        ),
        (
            "v=spf1 -all",
            Result.FAIL,
            "203.0.113.5 is not among the servers that example.com allows to send its mail (-all).",
        ),
        (
            "v=spf1 ~all",
            Result.SOFTFAIL,
            (
                "example.com thinks that 203.0.113.5 is not one of its servers, without insisting "
                "(~all)."
            ),
        ),
        (
            "v=spf1",
            Result.NEUTRAL,
            "example.com says nothing for or against 203.0.113.5 (its record does not mention it).",
        ),
        (
            "v=spf1 moo",
            Result.PERMERROR,
            (
                "The SPF record of example.com cannot be used: the record of example.com is "
                "malformed: in “moo” there is no mechanism that we know."
            ),
        ),
        (
            "something else",
            Result.NONE,
            "example.com publishes no SPF record, so nobody can say who may send its mail.",
        ),
    ],
)
def test_every_result_has_its_sentence(text, result, sentence):
    found = run(record(text))
    assert (found.result, found.sentence, found.domain) == (result, sentence, "example.com")


def test_offline_nobody_knows():
    found = run(None)
    assert found.result is Result.TEMPERROR
    assert found.sentence.endswith("not known: DNS was not asked about example.com.")


def test_an_empty_sender_means_the_greeting():
    found = run({"mail.example.net": [{"TXT": "v=spf1 -all"}]}, mail_from="<>")
    assert (found.result, found.domain) == (Result.FAIL, "mail.example.net")
    assert found.identity is SpfIdentity.HELO


@pytest.mark.parametrize("address", ["", "unknown", "999.1.1.1", "192.0.2.1/24"])
def test_an_address_that_is_none_has_nothing_to_check(address):
    assert run(record("v=spf1 +all"), remote_address=address).result is Result.NONE


def test_the_owners_explanation_is_bounded():
    zone = record("v=spf1 -all exp=why.example.com") | {
        "why.example.com": [{"TXT": "%{s}" * 100_000}]
    }
    found = run(zone)
    assert len(found.explanation) <= 500


def test_the_owners_explanation_is_one_line_whatever_the_greeting():
    zone = record("v=spf1 -all exp=why.example.com") | {"why.example.com": [{"TXT": "Hi %{h}!"}]}
    assert run(zone, helo="a\r\nX: y").explanation == "Hi a??X: y!"


HOSTILE = {
    "a megabyte": record("v=spf1 " + "a:%{s}%{s}%{s}.example.com " * 40_000),
    "many networks": record("v=spf1 " + "ip4:192.0.2.1 " * 580),
    "a loop": record("v=spf1 include:%{d} -all"),
    "many macros": record("v=spf1 a:" + "%{s}" * 1900 + ".example.com -all"),
    "open macros": record("v=spf1 " + "%{" * 4000),
    "a chain": {f"{n}.example": [{"TXT": f"v=spf1 include:{n + 1}.example"}] for n in range(50)}
    | record("v=spf1 include:0.example"),
    "long records in a loop": record("v=spf1 " + "ip6:2001:db8::1 " * 480 + "include:%{d}"),
    "many records": {"example.com": [{"TXT": f"v=spf1 +all {n}"} for n in range(5000)]},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_records_cost_little(name):
    started = time.perf_counter()
    found = run(HOSTILE[name], mail_from="x" * 400 + "@example.com")
    assert time.perf_counter() - started < 0.5
    assert found.result in {Result.PERMERROR, Result.NEUTRAL, Result.FAIL}


@given(st.text(max_size=300), st.text(max_size=100), st.text(max_size=100))
def test_whatever_the_session_says_there_is_a_result(mail_from, helo, address):
    found = run(None, address, helo, mail_from)
    assert found.result in {Result.NONE, Result.TEMPERROR}
    assert found.sentence
    assert run(None, "192.0.2.1", helo, mail_from).sentence.isprintable()


TERMS = """
    ip4:192.0.2.0/28 ip4:192.0.2.77 -ip4:192.0.2.1 ip6:2001:db8::/32 a ?a:b.example mx
    ~mx:b.example/24 include:b.example include:c.example exists:%{ir}.b.example exists:%{d}
    redirect=c.example redirect=nowhere.example -all ~all all moo a:nowhere.example ptr
    a:%{l}.example exp=why.example ip4:1.2.3
""".split()


def random_zone(pick):
    def text(name):
        # pyspf calls a record that includes itself malformed before it evaluates it.
        terms = [term for term in TERMS if term != f"include:{name}"]
        return "v=spf1 " + " ".join(pick.choices(terms, k=pick.randrange(6)))

    return {
        "a.example": [{"TXT": text("a.example")}, {"A": "192.0.2.3"}, {"MX": [1, "b.example"]}],
        "b.example": [{"TXT": text("b.example")}, {"A": "192.0.2.4"}, {"AAAA": "2001:db8::4"}],
        "c.example": [{"TXT": text("c.example")}, {"MX": [1, "a.example"]}, {"A": "192.0.2.5"}],
        "4.2.0.192.b.example": [{"A": "127.0.0.2"}],
    }


def pyspf_says(zone, address):
    def lookup(name, type_, *_, **__):
        values = [
            entry[type_] for entry in zone.get(name.lower().removesuffix("."), ()) if type_ in entry
        ]
        shapes = {"TXT": lambda text: [text.encode()], "MX": tuple}
        return [shapes.get(type_, str)(value) for value in values]

    query = pyspf.query(i=address, s="nowhere@a.example", h="h.example", strict=True)
    query.dns = lookup
    return query.check()[0]


ADDRESSES = ["192.0.2.1", "192.0.2.3", "192.0.2.4", "192.0.2.77", "198.51.100.1"]


def test_pyspf_agrees_on_random_records():
    # Void lookups are left out of the comparison: pyspf counts them inside its DNS layer.
    pick, compared = random.Random(7208), 0
    for _ in range(400):
        zone, address = random_zone(pick), pick.choice(ADDRESSES)
        ours = run(zone, address, "h.example", "nowhere@a.example")
        if "do not exist" in ours.sentence:
            continue
        assert ours.result == pyspf_says(zone, address), (zone, address, ours)
        compared += 1
    assert compared > 300
