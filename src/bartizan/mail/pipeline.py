"""Gather, then judge: from the bytes of a message to a verdict that says why.

Authentication is the only step that waits for anything (DNS answers, within a budget); the rest
is pure and runs in a thread, so that one slow message does not hold up the others' deliveries.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from bartizan.base.clock import Clock
from bartizan.mail.authentication.authenticate import authenticate
from bartizan.mail.authentication.dns.resolver import Resolver
from bartizan.mail.authentication.results import Authentication
from bartizan.mail.detecting import shipped_detectors, suspect
from bartizan.mail.evidence import Detector, Facts, Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.learned.panel import Panel, shipped_panel
from bartizan.mail.metrics import JUDGE_SECONDS
from bartizan.mail.policies import PolicySettings, decide
from bartizan.mail.scoring import by_weight, score
from bartizan.mail.verdict import DefectSeen, Envelope, Verdict

_DEFECTS = 100


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


class Pipeline:
    """Judges messages for one organisation under one policy."""

    def __init__(
        self,
        organisation: Organisation,
        policy: PolicySettings,
        resolver: Resolver | None,
        clock: Clock,
        *,
        budget_seconds: float = 10,
        judges: Judges | None = None,
    ) -> None:
        """Without a `resolver`, nothing is authenticated and the verdict says so."""
        self._organisation = organisation
        self._policy = policy
        self._resolver = resolver
        self._clock = clock
        self._budget = budget_seconds
        chosen = judges or Judges()
        self._detectors = tuple(chosen.detectors.values())
        self._panel = chosen.panel

    async def judge(self, raw: bytes, envelope: Envelope) -> Verdict:
        """Return the verdict on one message as it came over SMTP."""
        return (await self.examine(raw, envelope)).verdict

    async def examine(self, raw: bytes, envelope: Envelope) -> Analysis:
        """Return the verdict on one message, with the facts it rests on."""
        started = self._clock.monotonic()
        authentication = await self.authenticate(raw, envelope)
        analysis = await asyncio.to_thread(self.analyse, raw, envelope, authentication, started)
        JUDGE_SECONDS.observe(analysis.verdict.milliseconds / 1000)
        return analysis

    def analyse(
        self,
        raw: bytes,
        envelope: Envelope | None,
        authentication: Authentication | None,
        started: float | None = None,
    ) -> Analysis:
        """Judge a message from its bytes and what authentication found; waits for nothing."""
        begun = self._clock.monotonic() if started is None else started
        gathered = gather(raw, envelope, authentication, self._protecting(envelope))
        facts, silent = self._panel.consult(gathered)
        suspicions, failures = suspect(facts, self._detectors)
        number = score(suspicions)
        disposition, policy = decide(number, facts, self._policy)
        verdict = Verdict(
            score=number,
            disposition=disposition,
            policy=policy,
            reasons=by_weight(suspicions),
            defects=(*_defects(facts), *silent, *failures),
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
