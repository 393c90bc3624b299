"""Cases for detectors: a message in YAML, and what the detector must say of it.

- name: what the case shows
  message: |                 # as sent; line ends become CRLF
    From: …
  organisation: {domains: [...], people: [{name, addresses: [...]}]}   # default: example.com
  authentication: {dmarc: fail, policy: reject, domain: example.com}   # default: none
  opinions: {text: {probability: 0.9, reasons: [verify now]}}   # of the models; default: none
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
from bartizan.mail.evidence import Opinion, Organisation, Person
from bartizan.mail.gathering import gather

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
        facts = gather(raw, None, authentication(case.get("authentication")), organisation(case))
        facts = replace(facts, opinions=opinions(case.get("opinions", {})))
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


def organisation(case: dict) -> Organisation:
    told = case.get("organisation", {})
    people = tuple(
        Person(one["name"], frozenset(one.get("addresses", ()))) for one in told.get("people", ())
    )
    return Organisation(frozenset(told.get("domains", ["example.com"])), people)


def opinions(told: dict) -> dict[str, Opinion]:
    return {
        name: Opinion(one["probability"], tuple(one.get("reasons", ())))
        for name, one in told.items()
    }


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
