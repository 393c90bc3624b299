"""People's decisions, and what they teach, as the API shows them."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bartizan.mail.analysis import Analysis
from bartizan.mail.decisions import Kind, Reported
from bartizan.mail.evidence import Detector
from bartizan.mail.models import Label
from bartizan.mail.policies import SenderPattern, Thresholds
from bartizan.mail.repository import Row
from bartizan.mail.verdict import Disposition, Mitigation, Suspicion, Verdict
from bartizan.mail.what_if import Supposition

_MAX_REPORTED = 200
_Identifier = Annotated[str, Field(min_length=36, max_length=36, description="A message's id.")]
_Note = Annotated[str, Field(max_length=1000)]
_Share = Annotated[float, Field(ge=0, le=1)] | None


class Report(BaseModel):
    """What a message is, in a person's judgement."""

    verdict: Reported
    note: _Note = ""


class BulkReport(Report):
    """What several messages are."""

    ids: Annotated[list[_Identifier], Field(min_length=1, max_length=_MAX_REPORTED)]


class ReportOutcome(StrEnum):
    """What came of a report."""

    RECORDED = "recorded"
    NOT_FOUND = "not_found"


class ReportResult(BaseModel):
    """What came of the report on one message."""

    id: str
    outcome: ReportOutcome
    detail: str


class ReportResults(BaseModel):
    """What came of each report, in the order they were named."""

    results: list[ReportResult]


class DecisionShown(BaseModel):
    """A person's decision about a message; `label` is what it says the message is."""

    id: str
    kind: Kind
    label: Label | None
    decided_at: datetime
    actor_id: str
    actor_name: str
    note: str


class RecentDecision(DecisionShown):
    """A decision, with the message it is about."""

    message_id: str
    subject: str
    from_address: str
    score: int | None
    disposition: Disposition | None


class WhatIf(BaseModel):
    """Other rules to judge a stored message by.

    `thresholds` count for all its recipients; `allow` and `deny` are further entries of the
    settings' lists; `without` names detectors that are not asked.
    """

    model_config = ConfigDict(extra="forbid")

    thresholds: Thresholds | None = None
    allow: Annotated[list[SenderPattern], Field(max_length=100)] = []
    deny: Annotated[list[SenderPattern], Field(max_length=100)] = []
    without: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=100)]], Field(max_length=200)
    ] = []


class VerdictOutline(BaseModel):
    """A verdict without its time."""

    score: int
    suspected: int | None
    disposition: Disposition
    policy: str
    reasons: list[Suspicion]
    mitigations: list[Mitigation]
    withheld: list[str]


class WhatIfShown(BaseModel):
    """The verdict that was given, and the one that would be; nothing was changed."""

    stored: VerdictOutline | None
    supposed: VerdictOutline
    changes: bool = Field(description="Whether the message would fare differently.")


class IntervalShown(BaseModel):
    """Bounds of a share, with 95 % confidence (Wilson's score interval)."""

    low: float
    high: float


class TacticShown(BaseModel):
    """How many messages showed a tactic, and what people confirmed of them."""

    name: str
    messages: int
    confirmed_bad: int
    confirmed_good: int


class DetectorShown(BaseModel):
    """How often a detector fired, and its precision among what people decided about.

    One that is not installed any more has its id for a title, and no description.
    """

    id: str
    title: str
    description: str
    fired: int
    confirmed_bad: int
    confirmed_good: int
    precision: _Share
    interval: IntervalShown | None


class DayShown(BaseModel):
    """One day, in UTC; `bad_caught` of the `confirmed_bad` were caught."""

    day: datetime
    messages: int
    caught: int
    bad_caught: int
    confirmed_bad: int
    confirmed_good: int


class AnalysisShown(BaseModel):
    """How well mail was judged.

    `caught` were held or rejected. Of what people decided about, `bad_caught` and `bad_missed` are
    phish and spam that was caught or not, `good_caught` and `good_passed` wanted mail; `catch_rate`
    is the share of confirmed bad mail that was caught.
    """

    since: datetime
    messages: int
    caught: int
    caught_share: _Share
    bad_caught: int
    bad_missed: int
    good_caught: int
    good_passed: int
    catch_rate: _Share
    catch_interval: IntervalShown | None
    tactics: list[TacticShown]
    detectors: list[DetectorShown]
    days: list[DayShown]


def decision_shown(row: Row) -> DecisionShown:
    """Render a decision."""
    return DecisionShown(**{name: row[name] for name in DecisionShown.model_fields})


def recent_decision(row: Row) -> RecentDecision:
    """Render a decision with its message."""
    return RecentDecision(**{name: row[name] for name in RecentDecision.model_fields})


def analysis_shown(found: Analysis, known: Mapping[str, Detector]) -> AnalysisShown:
    """Render the figures of some days, with the words of the detectors that are `known`."""
    figures = asdict(found)
    for one in figures["detectors"]:
        detector = known.get(one["id"])
        one["title"] = detector.about.title if detector else one["id"]
        one["description"] = detector.description if detector else ""
    return AnalysisShown.model_validate(figures)


def reported(known: Mapping[str, bool]) -> ReportResults:
    """Render what came of reports."""
    return ReportResults(results=[_result(*one) for one in known.items()])


def supposition(asked: WhatIf) -> Supposition:
    """Read the rules that are asked about."""
    return Supposition(
        thresholds=asked.thresholds,
        allow=tuple(asked.allow),
        deny=tuple(asked.deny),
        without=frozenset(asked.without),
    )


def outline(verdict: Verdict) -> VerdictOutline:
    """Render a verdict."""
    shown = {name: getattr(verdict, name) for name in VerdictOutline.model_fields}
    return VerdictOutline.model_validate(shown, from_attributes=True)


def _result(identifier: str, found: bool) -> ReportResult:  # noqa: FBT001 - a pair of the answer
    return ReportResult(
        id=identifier,
        outcome=ReportOutcome.RECORDED if found else ReportOutcome.NOT_FOUND,
        detail="Recorded." if found else "There is no such message, or it is not judged yet.",
    )
