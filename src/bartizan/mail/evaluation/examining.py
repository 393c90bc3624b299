"""Judges the messages of labelled folders, with and without their collector's fingerprints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bartizan.forensics.dates import parse_date
from bartizan.mail.evaluation.near_duplicates import Signature, signature
from bartizan.mail.fingerprints import strip
from bartizan.mail.pipeline import Analysis, Pipeline
from bartizan.mail.scanning import on_every_core
from bartizan.mail.scoring import probability
from bartizan.mail.sources import Source, find_messages
from bartizan.mail.verdict import LEARNED, Disposition, Suspicion, Verdict


@dataclass(frozen=True, slots=True)
class Labelled:
    """A folder of messages of one kind; its name is the folder's."""

    name: str
    is_bad: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one message.

    `score` is the probability of malice, 0 to 1; `summed` is what its reasons come to when they
    are only added up, `unlearned` what detectors give it without any model, `leaked` what it would
    get with its collector's fingerprints left in (`None`: not asked).
    """

    path: str
    subject: str
    sender: str
    year: int | None
    score: float
    summed: float
    unlearned: float
    leaked: float | None
    disposition: Disposition
    reasons: tuple[Suspicion, ...]
    defects: tuple[str, ...]
    signature: Signature
    seconds: float


def labelled(folder: Path, *, is_bad: bool) -> Labelled:
    """Find the messages of a folder.

    Raises:
        InvalidError: it does not exist or cannot be read.
    """
    return Labelled(folder.name, is_bad, tuple(find_messages([folder])))


def examine(
    pipeline: Pipeline, sources: Sequence[Source], workers: int, *, leaks: bool
) -> Iterator[Outcome]:
    """Judge messages on `workers` processes, in the order of the sources."""
    return on_every_core(pipeline, partial(_outcomes, leaks), sources, workers)


def _outcomes(
    leaks: bool,  # noqa: FBT001 - partial
    pipeline: Pipeline,
    sources: Sequence[Source],
) -> list[Outcome]:
    raws = [source.read() for source in sources]
    analyses = pipeline.analyse_all([(strip(raw), None) for raw in raws])
    leaking: Sequence[Analysis | None] = [None] * len(raws)
    if leaks:
        leaking = pipeline.analyse_all([(raw, None) for raw in raws])
    return list(map(_outcome, sources, analyses, leaking))


def _outcome(source: Source, analysis: Analysis, leaking: Analysis | None) -> Outcome:
    facts, verdict = analysis.facts, analysis.verdict
    sent = parse_date(facts.message.header("date") or "")
    return Outcome(
        path=source.name,
        subject=facts.subject[:200],
        sender=facts.sender.address if facts.sender else "",
        year=sent.year if sent else None,
        score=_likely(verdict),
        summed=probability(verdict.reasons),
        unlearned=probability(one for one in verdict.reasons if LEARNED not in one.tags),
        leaked=None if leaking is None else _likely(leaking.verdict),
        disposition=verdict.disposition,
        reasons=verdict.reasons,
        defects=tuple(defect.code for defect in verdict.defects),
        signature=signature(f"{facts.subject}\n{facts.text}"),
        seconds=verdict.milliseconds / 1000,
    )


def _likely(verdict: Verdict) -> float:
    """Return the score of a verdict, as fine as it was before it was rounded."""
    return probability(verdict.reasons, verdict.mitigations)
