"""Cases for detectors: a message in YAML, and what the detector must say of it.

- name: what the case shows
  message: |                 # as sent; line ends become CRLF
    From: …
  organisation: {domains: [...], people: [{name, addresses: [...]}]}   # default: example.com
  authentication: {dmarc: fail, policy: reject, domain: example.com}   # default: none
  recipients: [bob@example.com]                                        # default: no envelope
  signatures: [{engine: yara, name: a, severity: high, where: part:0}] # default: none
  examinations:              # what examining an attachment found: itself, then what it holds
    - {path: a.docx, type: docx, signs: [macro, "dde: cmd"], urls: [], codes: [], text: "",
       defects: [password-unknown], password: "1234"}                  # inside: path: a.zip/b.js
  found: false               # or {sentence: part of it, weight: 0.5, where: header:from}
"""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bartizan.forensics.examination import (
    Defect,
    Examination,
    ExaminedFile,
    Sign,
    Trait,
    Trouble,
)
from bartizan.forensics.file_signatures import TYPES
from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.detecting import shipped_detectors
from bartizan.mail.evidence import Attachment, Facts, Organisation, Person, Signature
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
        facts = gather(raw, None, authentication(case.get("authentication")), organisation(case))
        facts = stated(facts, case)
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


def stated(facts: Facts, case: dict) -> Facts:
    """Add what a case states instead of showing it."""
    if "examinations" in case:
        files = tuple(examined_file(one) for one in case["examinations"])
        kind = TYPES[files[0].type]
        part = facts.attachments[0].part if facts.attachments else facts.message.parts[0]
        found = Examination(files)
        attachment = Attachment(part, files[0].path[0], kind.media_type, kind, 1, found)
        facts = replace(facts, attachments=(attachment, *facts.attachments[1:]))
    if "recipients" in case:
        envelope = Envelope(
            mail_from="", recipients=case["recipients"], remote_address="192.0.2.1", helo="x"
        )
        facts = replace(facts, envelope=envelope)
    signatures = (Signature(**{"where": "part:0", **one}) for one in case.get("signatures", ()))
    return replace(facts, signatures=tuple(signatures))


def examined_file(told: dict) -> ExaminedFile:
    signs = (sign.partition(": ") for sign in told.get("signs", ()))
    return ExaminedFile(
        path=tuple(told["path"].split("/")),
        type=told["type"],
        family=TYPES[told["type"]].family,
        size=1,
        sha256="00",
        signs=tuple(Sign(Trait(trait), detail) for trait, _, detail in signs),
        defects=tuple(Defect(Trouble(one), "It was so.") for one in told.get("defects", ())),
        text=told.get("text", ""),
        urls=tuple(told.get("urls", ())),
        codes=tuple(told.get("codes", ())),
        password=told.get("password"),
    )
