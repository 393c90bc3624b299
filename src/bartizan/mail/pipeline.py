"""Gather, then judge: from the bytes of a message to a verdict that says why.

Authentication and the scanners of others are the only steps that wait for anything (each within
a budget, side by side); the rest is pure and runs in a thread, so that one slow message does not
hold up the others' deliveries.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bartizan.base.clock import Clock
from bartizan.forensics.signatures.rules import RuleSet
from bartizan.mail.authentication.dns.resolver import Resolver
from bartizan.mail.authentication.results import Authentication
from bartizan.mail.cohort import Case, advance, learning_more, settle
from bartizan.mail.detecting import asking, shipped_detectors
from bartizan.mail.evidence import Detector, Facts, History, Listing, Organisation
from bartizan.mail.examining.attachments import examine_attachments
from bartizan.mail.examining.examiner import Examining
from bartizan.mail.files_seen import files_seen
from bartizan.mail.gathering import STAGES, begin
from bartizan.mail.innocence import speaking_for
from bartizan.mail.learned.panel import Panel, shipped_panel
from bartizan.mail.metrics import JUDGE_SECONDS
from bartizan.mail.policies import PolicySettings, decide, withheld
from bartizan.mail.scanners.asking import Scanned, Scanner, ask
from bartizan.mail.scoring import by_weight, score
from bartizan.mail.signatures import find_signatures
from bartizan.mail.verdict import DefectSeen, Envelope, Verdict

_DEFECTS = 100
_PATH = 200
_NOTHING = Scanned()
#: A message that has something of everything.
_FIRST = (
    b"From: Ada <ada@example.com>\r\nTo: ben@example.com\r\nSubject: Your account\r\n"
    b"Received: from a.example.com ([192.0.2.1]) by b.example.com; 1 Jan 2026 00:00:00 +0000\r\n"
    b"Content-Type: text/html\r\n\r\n"
    b"<p>Sign in at <a href='https://example.com/in'>example.com</a> to read the message.</p>"
)


@dataclass(frozen=True, slots=True)
class Analysis:
    """A verdict together with the facts it rests on."""

    verdict: Verdict
    facts: Facts


@dataclass(frozen=True, slots=True)
class Judges:
    """Who says what a message is: detectors by their ids, and the trained models.

    By default those that ship; making one raises `ModelMissingError` or `ModelTamperedError` where
    a model is not the one that shipped.
    """

    detectors: Mapping[str, Detector] = field(default_factory=shipped_detectors)
    panel: Panel = field(default_factory=shipped_panel)


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who knows signatures: our rules, and scanners of others; `patience_seconds` for each."""

    rules: RuleSet | None = None
    scanners: tuple[Scanner, ...] = ()
    patience_seconds: float = 30


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is known of a message's author, and the list entries that name its senders."""

    history: History | None = None
    listings: tuple[Listing, ...] = ()


class SenderBook(Protocol):
    """Remembers senders, and what people decided about them."""

    async def recall(self, facts: Facts) -> Recalled:
        """Return what is known of a message's senders, before this message counts itself."""
        ...


class NoBook:
    """Remembers nobody: for messages on disk."""

    async def recall(self, facts: Facts) -> Recalled:  # noqa: ARG002 - the port's shape
        """Return nothing, and no history rather than an empty one: nobody looked."""
        return Recalled()


class Pipeline:
    """Judges messages for one organisation under one policy."""

    def __init__(  # noqa: PLR0913 - whom it protects, whom it asks, by what rules
        self,
        organisation: Organisation,
        policy: PolicySettings,
        resolver: Resolver | None,
        clock: Clock,
        *,
        budget_seconds: float = 10,
        judges: Judges | None = None,
        examiner: Examining | None = None,
        examination_seconds: float = 30,
        signatures: Signatures | None = None,
        book: SenderBook | None = None,
    ) -> None:
        """Without a `resolver`, nothing is authenticated and the verdict says so.

        Without an `examiner`, attachments are known by their names and types only; without a
        `book`, nobody is known.
        """
        self._organisation = organisation
        self._policy = policy
        self._resolver = resolver
        self._clock = clock
        self._budget = budget_seconds
        chosen = judges or Judges()
        self._detectors = tuple(chosen.detectors.values())
        self._closing = tuple(chosen.panel.closing_steps())
        self._asking = (*asking(self._detectors), *self._closing)
        self._examiner = examiner
        self._examination_seconds = examination_seconds
        self._signatures = signatures or Signatures()
        self._book = book or NoBook()
        self._gathering = (
            *map(learning_more, STAGES),
            self._examine_attachments,
            self._match_signatures,
            *chosen.panel.steps(),
            settle,
        )

    def load(self) -> None:
        """Load what the first message would wait for: models, phrases, brands, suffixes."""
        self.analyse(_FIRST, None, None)

    def prepare(self) -> None:
        """Start a process that reads attachments, so that the first does not wait for it."""
        if self._examiner is not None:
            self._examiner.prepare()

    def close(self) -> None:
        """End the processes that read attachments."""
        if self._examiner is not None:
            self._examiner.close()

    async def judge(self, raw: bytes, envelope: Envelope) -> Verdict:
        """Return the verdict on one message as it came over SMTP."""
        return (await self.examine(raw, envelope)).verdict

    async def examine(self, raw: bytes, envelope: Envelope) -> Analysis:
        """Return the verdict on one message, with the facts it rests on."""
        started = self._clock.monotonic()
        async with asyncio.TaskGroup() as group:
            asked = group.create_task(self.authenticate(raw, envelope))
            scanning = group.create_task(self.scan(raw))
        heard = asked.result(), scanning.result()
        case = await asyncio.to_thread(self._case, raw, envelope, *heard)
        await self._settle(case)
        case.seconds = self._clock.monotonic() - started
        JUDGE_SECONDS.observe(case.seconds)
        return self._analysis(case, self._policy)

    async def reconsider(
        self,
        raw: bytes,
        envelope: Envelope,
        authentication: Authentication | None,
        *,
        policy: PolicySettings | None = None,
        without: Collection[str] = (),
    ) -> Verdict:
        """Judge a message again, under another `policy` or without some detectors.

        DNS is not asked again; senders are as they are known now.
        """
        case = await asyncio.to_thread(self._case, raw, envelope, authentication)
        await self._settle(case, without)
        return self._analysis(case, policy or self._policy).verdict

    @property
    def policy(self) -> PolicySettings:
        """What is done with judged mail."""
        return self._policy

    def analyse(
        self,
        raw: bytes,
        envelope: Envelope | None,
        authentication: Authentication | None,
    ) -> Analysis:
        """Judge a message from its bytes and what authentication found; asks nobody."""
        return self._analysed([self._case(raw, envelope, authentication)])[0]

    def analyse_all(
        self, messages: Iterable[tuple[bytes, Authentication | None]]
    ) -> list[Analysis]:
        """Judge a cohort of messages on disk, each with what authentication found of it."""
        return self._analysed([self._case(raw, None, found) for raw, found in messages])

    def _analysed(self, cases: Sequence[Case]) -> list[Analysis]:
        advance(cases, (*self._gathering, *self._asking), self._clock)
        return [self._analysis(case, self._policy) for case in cases]

    def _case(
        self,
        raw: bytes,
        envelope: Envelope | None,
        authentication: Authentication | None,
        scanned: Scanned = _NOTHING,
    ) -> Case:
        began = self._clock.monotonic()
        facts = begin(raw, envelope, authentication, self._protecting(envelope))
        if envelope is not None:
            facts = replace(facts, received_at=self._clock.now())
        took = self._clock.monotonic() - began
        return Case(facts, scanned.signatures, silent=list(scanned.defects), seconds=took)

    async def _settle(self, case: Case, without: Collection[str] = ()) -> None:
        """Take the case of a message that arrived through every step, and ask who its author is."""
        await asyncio.to_thread(advance, [case], self._gathering, self._clock)
        known = await self._book.recall(case.facts)
        case.facts = replace(case.facts, history=known.history, listings=known.listings)
        chosen = (detector for detector in self._detectors if detector.id not in without)
        steps = (*asking(chosen), *self._closing)
        await asyncio.to_thread(advance, [case], steps, self._clock)

    def _examine_attachments(self, case: Case) -> None:
        if self._examiner is not None and case.facts.attachments:
            case.facts = examine_attachments(
                case.facts, self._examiner, self._clock, self._examination_seconds
            )

    def _match_signatures(self, case: Case) -> None:
        facts, rules = case.facts, self._signatures.rules
        case.signatures = find_signatures(facts.message, facts.attachments, rules) + case.signatures

    def _analysis(self, case: Case, rules: PolicySettings) -> Analysis:
        facts, suspicions = case.facts, case.suspicions
        mitigations = (*speaking_for(facts), *case.mitigations)
        number = score(suspicions, mitigations)
        disposition, policy = decide(number, facts, rules)
        verdict = Verdict(
            score=number,
            disposition=disposition,
            policy=policy,
            reasons=by_weight(suspicions),
            defects=(*_defects(facts), *_inner_defects(facts), *case.silent),
            authentication=facts.authentication,
            milliseconds=round(case.seconds * 1000, 3),
            mitigations=mitigations,
            suspected=score(suspicions),
            withheld=withheld(facts),
            files=files_seen(facts),
        )
        return Analysis(verdict, facts)

    async def authenticate(self, raw: bytes, envelope: Envelope) -> Authentication | None:
        """Return what authentication finds; `None` where nobody may be asked."""
        if self._resolver is None:
            return None
        from bartizan.mail.authentication.authenticate import (  # noqa: PLC0415 - takes 100 ms that whoever asks nobody need not wait
            authenticate,
        )

        return await authenticate(
            raw,
            remote_address=envelope.remote_address,
            helo=envelope.helo,
            mail_from=envelope.mail_from,
            resolver=self._resolver,
            now=self._clock.now(),
            budget_seconds=self._budget,
        )

    async def scan(self, raw: bytes) -> Scanned:
        """Return what the scanners of others say of a message."""
        return await ask(self._signatures.scanners, raw, self._signatures.patience_seconds)

    def _protecting(self, envelope: Envelope | None) -> Organisation:
        """Domains that we take mail for are ours, whether or not somebody listed them."""
        addresses = envelope.recipients if envelope else ()
        receiving = {address.rpartition("@")[2].lower() for address in addresses} - {""}
        if receiving <= self._organisation.domains:
            return self._organisation
        return Organisation(
            self._organisation.domains | frozenset(receiving), self._organisation.people
        )


def _defects(facts: Facts) -> list[DefectSeen]:
    return [
        DefectSeen(code=str(defect.code), sentence=defect.sentence, offset=defect.offset)
        for defect in facts.message.every_defect()[:_DEFECTS]
    ]


def _inner_defects(facts: Facts) -> list[DefectSeen]:
    """What kept attachments from being read, each with the way to the file."""
    found = [
        DefectSeen(
            code=str(defect.trouble),
            sentence=f"{'/'.join(file.path)[-_PATH:]}: {defect.sentence}",
            offset=attachment.part.header_start,
        )
        for attachment in facts.attachments
        if attachment.examination is not None
        for file in attachment.examination.files
        for defect in file.defects
    ]
    return found[:_DEFECTS]
