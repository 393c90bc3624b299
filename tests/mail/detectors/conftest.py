"""Cases for detectors: a message in YAML, and what the detector must say of it.

- name: what the case shows
  message: |                 # as sent; line ends become CRLF
    From: …
  organisation: {domains: [...], people: [{name, addresses: [...]}]}   # default: example.com
  authentication: {dmarc: fail, policy: reject, domain: example.com}   # default: none
  history: {seen: 12, resembles: {address: a@b.test, how: name}}       # default: none kept
  says: [urgency, payment]   # themes the message is taken to say; default: what it is found to say
  from_address: 192.0.2.1    # the client's address; default: no SMTP session
  found: false               # or {sentence: part of it, weight: 0.5, where: header:from}
"""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.detecting import shipped_detectors
from bartizan.mail.evidence import Facts, History, Organisation, Person, Phrase, Resemblance
from bartizan.mail.gathering import gather
from bartizan.mail.verdict import Envelope

FOLDER = Path(__file__).parent


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for a `case` every case of the YAML file beside it."""
    if "case" in metafunc.fixturenames:
        name = metafunc.module.__name__.rpartition(".")[2].removeprefix("test_")
        cases = yaml.safe_load((FOLDER / f"{name}.yaml").read_text())
        for case in cases:
            case["detector"] = name
        metafunc.parametrize("case", cases, ids=[case["name"] for case in cases])


@pytest.fixture
def check():
    """Run one case's detector on its message and compare."""

    def run(case: dict) -> None:
        raw = case["message"].replace("\r\n", "\n").replace("\n", "\r\n").encode()
        facts = gather(
            raw, envelope(case), authentication(case.get("authentication")), organisation(case)
        )
        facts = remembering(facts, case)
        suspicion = shipped_detectors()[case["detector"]](facts)
        expected = case["found"]
        if not expected:
            assert suspicion is None, suspicion
            return
        assert suspicion is not None
        assert expected.get("sentence", "") in suspicion.sentence
        assert suspicion.weight == pytest.approx(expected.get("weight", suspicion.weight))
        assert expected.get("where", "") in " ".join(one.where for one in suspicion.evidence)

    return run


def remembering(facts: Facts, case: dict) -> Facts:
    told = dict(case["history"]) if "history" in case else None
    if told is not None and "resembles" in told:
        told["resembles"] = Resemblance(**told["resembles"])
    if "says" in case:
        said = tuple(Phrase(theme, "en", theme, "body") for theme in case["says"])
        facts = replace(facts, phrases=said)
    return replace(facts, history=None if told is None else History(**told))


def envelope(case: dict) -> Envelope | None:
    if "from_address" not in case:
        return None
    return Envelope(
        mail_from="", recipients=("reader@example.com",), remote_address=case["from_address"],
        helo="mx.test",
    )  # fmt: skip


def organisation(case: dict) -> Organisation:
    told = case.get("organisation", {})
    people = tuple(
        Person(one["name"], frozenset(one.get("addresses", ()))) for one in told.get("people", ())
    )
    return Organisation(frozenset(told.get("domains", ["example.com"])), people)


def authentication(told: dict | None) -> Authentication | None:
    if told is None:
        return None
    domain = told.get("domain", "example.com")
    return Authentication(
        spf=SpfResult(result=Result.NONE, domain=domain, sentence="No SPF."),
        dkim=(),
        dmarc=DmarcResult(
            result=Result(told["dmarc"]),
            domain=domain,
            policy=told.get("policy"),
            sentence=f"DMARC {told['dmarc']} for {domain}.",
        ),
        arc=ArcResult(result=Result.NONE, sentence="No ARC."),
    )
