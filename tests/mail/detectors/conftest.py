"""Cases for detectors: a message in YAML, and what the detector must say of it.

- name: what the case shows
  message: |                 # as sent; line ends become CRLF
    From: …
  organisation: {domains: [...], people: [{name, addresses: [...]}]}   # default: example.com
  authentication: {dmarc: fail, policy: reject, domain: example.com}   # default: none
    # also spf: fail, spf_domain: …, arc: pass, dkim: [{result: pass, domain: …, unsigned: 5}]
  envelope: {from: a@b.test, to: [...], helo: b.test, address: 192.0.2.1}  # default: none
  received_at: 2026-01-31T10:00:00+00:00                               # default: unknown
  signatures: [{engine: yara, name: a, severity: high, where: part:0}] # default: none
  history: {seen: 12, resembles: {address: a@b.test, how: name}}       # default: none kept
  says: [urgency, payment]   # themes the message is taken to say; default: what it is found to say
  attachments:               # added to the message and examined
    - {name: a.zip, make: "zip_of({'eicar.com': EICAR})"}       # calls tests/hostile_files.py
    - {name: a.pdf, base64: JVBERi0=, unread: reader-killed}    # as if reading it had failed so
  examinations:              # what examining an attachment found: itself, then what it holds
    - {path: a.docx, type: docx, signs: [macro, "dde: cmd"], urls: [], codes: [], text: "",
       defects: [password-unknown], password: "1234"}                  # inside: path: a.zip/b.js
  opinions: {text: {probability: 0.9, reasons: [verify now]}}   # of the models; default: none
  found: false               # or {sentence: part of it, weight: 0.5, where: header:from}
"""

import base64
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import hostile_files
from bartizan.base.clock import ManualClock
from bartizan.forensics.examination import (
    Defect,
    Examination,
    ExaminedFile,
    Sign,
    Trait,
    Trouble,
)
from bartizan.forensics.file_signatures import TYPES
from bartizan.forensics.unpacking import examine
from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DkimResult,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.detecting import shipped_detectors
from bartizan.mail.evidence import (
    Attachment,
    Facts,
    History,
    Opinion,
    Organisation,
    Person,
    Phrase,
    Resemblance,
    Signature,
)
from bartizan.mail.examining.attachments import examine_attachments
from bartizan.mail.examining.examiner import unread
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
        raw = with_attachments(case["message"], case.get("attachments", ()))
        raw = raw.replace("\r\n", "\n").replace("\n", "\r\n").encode()
        checked = authentication(case.get("authentication"))
        facts = gather(raw, envelope(case.get("envelope")), checked, organisation(case))
        if "received_at" in case:
            facts = replace(facts, received_at=case["received_at"])
        if "attachments" in case:
            facts = examine_attachments(facts, Examiner(case["attachments"]), ManualClock(), 30)
        facts = stated(facts, case)
        facts = remembering(facts, case)
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


def remembering(facts: Facts, case: dict) -> Facts:
    told = dict(case["history"]) if "history" in case else None
    if told is not None and "resembles" in told:
        told["resembles"] = Resemblance(**told["resembles"])
    if "says" in case:
        said = tuple(Phrase(theme, "en", theme, "body") for theme in case["says"])
        facts = replace(facts, phrases=said)
    return replace(facts, history=None if told is None else History(**told))


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
        spf=SpfResult(
            result=Result(told.get("spf", "none")),
            domain=told.get("spf_domain", domain),
            sentence=f"SPF {told.get('spf', 'none')}.",
        ),
        dkim=tuple(signature(one) for one in told.get("dkim", ())),
        dmarc=DmarcResult(
            result=Result(told["dmarc"]),
            domain=domain,
            policy=told.get("policy"),
            sentence=f"DMARC {told['dmarc']} for {domain}.",
        ),
        arc=ArcResult(
            result=Result(told.get("arc", "none")), sentence=f"ARC {told.get('arc', 'none')}."
        ),
    )


def signature(told: dict) -> DkimResult:
    return DkimResult(
        result=Result(told["result"]),
        domain=told["domain"],
        selector="s",
        sentence=f"DKIM {told['result']} of {told['domain']}.",
        unsigned_bytes=told.get("unsigned", 0),
    )


def envelope(told: dict | None) -> Envelope | None:
    if told is None:
        return None
    return Envelope(
        mail_from=told.get("from", ""),
        recipients=tuple(told.get("to", ["ada@example.com"])),
        remote_address=told.get("address", "192.0.2.7"),
        helo=told.get("helo", "mail.sender.test"),
    )


def with_attachments(message: str, attachments: list[dict]) -> str:
    """Return the message as the first part of one that carries these files."""
    if not attachments:
        return message
    head, _, text = message.partition("\n\n")
    parts = [f"Content-Type: text/plain\n\n{text}"]
    for one in attachments:
        content = base64.encodebytes(content_of(one)).decode()
        told = "Content-Type: application/x-test\nContent-Transfer-Encoding: base64\n"
        told += f'Content-Disposition: attachment; filename="{one["name"]}"\n\n'
        parts.append(told + content)
    body = "".join(f"--outer\n{part}\n" for part in parts)
    return f"{head}\nContent-Type: multipart/mixed; boundary=outer\n\n{body}--outer--\n"


def content_of(told: dict) -> bytes:
    if "base64" in told:
        return base64.b64decode(told["base64"])
    made: bytes = eval(told["make"], dict(vars(hostile_files)))  # noqa: S307 - our own cases
    return made


class Examiner:
    """Examines in this process; what a case calls unread it cannot read."""

    def __init__(self, told: list[dict]) -> None:
        self._troubles = {one["name"]: one["unread"] for one in told if "unread" in one}

    def examine(self, content, name, passwords, seconds):
        if name in self._troubles:
            return unread(content, name, Trouble(self._troubles[name]), "It failed.")
        return examine(content, name, passwords=passwords)

    def close(self):
        pass


def stated(facts: Facts, case: dict) -> Facts:
    """Add what a case states instead of showing it."""
    if "examinations" in case:
        files = tuple(examined_file(one) for one in case["examinations"])
        kind = TYPES[files[0].type]
        part = facts.attachments[0].part if facts.attachments else facts.message.parts[0]
        found = Examination(files)
        attachment = Attachment(part, files[0].path[0], kind.media_type, kind, 1, found)
        facts = replace(facts, attachments=(attachment, *facts.attachments[1:]))
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
