"""Gather, then judge: from the bytes of a message to a verdict that says why.

Authentication and the scanners of others are the only steps that wait for anything (each within
a budget, side by side); the rest is pure and runs in a thread, so that one slow message does not
hold up the others' deliveries.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bartizan.base.clock import Clock
from bartizan.forensics.signatures.rules import RuleSet
from bartizan.mail.authentication.authenticate import authenticate
from bartizan.mail.authentication.dns.resolver import Resolver
from bartizan.mail.authentication.results import Authentication
from bartizan.mail.detecting import shipped_detectors, suspect
from bartizan.mail.evidence import Detector, Facts, Organisation
from bartizan.mail.examining.attachments import examine_attachments
from bartizan.mail.examining.examiner import Examining
from bartizan.mail.gathering import gather
from bartizan.mail.learned.panel import Panel, shipped_panel
from bartizan.mail.metrics import JUDGE_SECONDS
from bartizan.mail.policies import PolicySettings, decide
from bartizan.mail.scanners.asking import Scanned, Scanner, ask
from bartizan.mail.scoring import by_weight, score
from bartizan.mail.signatures import find_signatures
from bartizan.mail.verdict import DefectSeen, Envelope, Verdict

_DEFECTS = 100
_PATH = 200
_NOTHING = Scanned()


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


class Pipeline:
    """Judges messages for one organisation under one policy."""

    def __init__(  # noqa: PLR0913 - a judge is made of all that it may ask
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
    ) -> None:
        """Without a `resolver`, nothing is authenticated and the verdict says so.

        Without an `examiner`, attachments are known by their names and types only.
        """
        self._organisation = organisation
        self._policy = policy
        self._resolver = resolver
        self._clock = clock
        self._budget = budget_seconds
        chosen = judges or Judges()
        self._detectors = tuple(chosen.detectors.values())
        self._panel = chosen.panel
        self._examiner = examiner
        self._examination_seconds = examination_seconds
        self._signatures = signatures or Signatures()

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
            scanned = group.create_task(self.scan(raw))
        analysis = await asyncio.to_thread(
            self.analyse, raw, envelope, asked.result(), started, scanned.result()
        )
        JUDGE_SECONDS.observe(analysis.verdict.milliseconds / 1000)
        return analysis

    def analyse(
        self,
        raw: bytes,
        envelope: Envelope | None,
        authentication: Authentication | None,
        started: float | None = None,
        scanned: Scanned = _NOTHING,
    ) -> Analysis:
        """Judge a message from its bytes and what was asked before; waits for nothing."""
        begun = self._clock.monotonic() if started is None else started
        facts = gather(raw, envelope, authentication, self._protecting(envelope))
        if envelope is not None:
            facts = replace(facts, received_at=self._clock.now())
        if self._examiner is not None and facts.attachments:
            patience = self._examination_seconds
            facts = examine_attachments(facts, self._examiner, self._clock, patience)
        facts = self._with_signatures(facts, scanned)
        facts, silent = self._panel.consult(facts)
        suspicions, failures = suspect(facts, self._detectors)
        number = score(suspicions)
        disposition, policy = decide(number, facts, self._policy)
        verdict = Verdict(
            score=number,
            disposition=disposition,
            policy=policy,
            reasons=by_weight(suspicions),
            defects=(
                *_defects(facts),
                *_inner_defects(facts),
                *silent,
                *failures,
                *scanned.defects,
            ),
            authentication=authentication,
            milliseconds=round((self._clock.monotonic() - begun) * 1000, 3),
        )
        return Analysis(verdict, facts)

    async def authenticate(self, raw: bytes, envelope: Envelope) -> Authentication | None:
        """Return what authentication finds; `None` where nobody may be asked."""
        if self._resolver is None:
            return None
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

    def _with_signatures(self, facts: Facts, scanned: Scanned) -> Facts:
        ours = find_signatures(facts.message, facts.attachments, self._signatures.rules)
        return replace(facts, signatures=ours + scanned.signatures)

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
