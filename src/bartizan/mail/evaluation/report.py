"""Turns what came of every message into figures: thresholds, recall, precision, worst errors."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from bartizan.mail.evaluation.examining import Outcome
from bartizan.mail.evaluation.near_duplicates import clusters
from bartizan.mail.evaluation.statistics import Rate, above, brier, curve, threshold_at
from bartizan.mail.verdict import Disposition

#: The rates of false alarms at which recall is told.
RATES = (0.001, 0.005, 0.01)
_WORST = 20
_REASONS = 6
_HELD = (Disposition.HOLD, Disposition.REJECT)

Score = Callable[[Outcome], float]


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled folder and what came of its messages."""

    name: str
    is_bad: bool
    outcomes: tuple[Outcome, ...]


class RateShown(BaseModel):
    """A share with its 95 % interval."""

    hits: int
    total: int
    share: float
    low: float
    high: float


class SetShown(BaseModel):
    """One folder: how many messages, how many of them differ, what the default policy does."""

    name: str
    is_bad: bool
    messages: int
    clusters: int
    tagged: RateShown
    held: RateShown
    by_year: dict[int, RateShown]


class PointShown(BaseModel):
    """What is caught when at most `rate` of the messages of `ham` may be stopped.

    `recall` and `recall_of_clusters` are by folder of bad mail (in the second, near-duplicates
    count once); `others` is what the same threshold stops of the other honest folders.
    """

    ham: str
    rate: float
    threshold: float
    false_alarms: RateShown
    recall: dict[str, RateShown]
    recall_of_clusters: dict[str, RateShown]
    others: dict[str, RateShown]


class ScoreShown(BaseModel):
    """One way to score: its operating points, and its ROC curve against each honest folder.

    `brier` is how far the score is from the truth as a probability (0 to 1, the less the better).
    """

    name: str
    brier: float
    points: list[PointShown]
    curves: dict[str, list[tuple[float, float]]]


class DetectorShown(BaseModel):
    """Where a detector fired. `precision` supposes as much bad mail as good."""

    id: str
    hits: dict[str, int]
    precision: float


class ErrorShown(BaseModel):
    """A message on the wrong side, with the reasons it got."""

    path: str
    folder: str
    subject: str
    sender: str
    score: float
    reasons: list[str]


class Evaluation(BaseModel):
    """All the figures of one evaluation."""

    sets: list[SetShown]
    scores: list[ScoreShown]
    detectors: list[DetectorShown]
    missed: list[ErrorShown]
    stopped: list[ErrorShown]
    defects: dict[str, int]
    milliseconds: dict[str, float]


def evaluation(judged: Sequence[Judged]) -> Evaluation:
    """Compute every figure."""
    leaders = {one.name: _leaders(one.outcomes) for one in judged}
    ways: list[tuple[str, Score]] = [("default", lambda one: one.score)]
    if any(one.summed != one.score for folder in judged for one in folder.outcomes):
        ways.append(("findings only added up", lambda one: one.summed))
    ways.append(("detectors alone", lambda one: one.unlearned))
    if any(one.leaked is not None for folder in judged for one in folder.outcomes):
        ways.append(("fingerprints left in", lambda one: one.leaked or 0.0))
    return Evaluation(
        sets=[_set(one, leaders[one.name]) for one in judged],
        scores=[_score(name, judged, leaders, how) for name, how in ways],
        detectors=_detectors(judged),
        missed=_worst(judged, is_bad=True),
        stopped=_worst(judged, is_bad=False),
        defects=dict(
            Counter(code for one in judged for got in one.outcomes for code in set(got.defects))
        ),
        milliseconds=_milliseconds(judged),
    )


def shown(rate: Rate) -> RateShown:
    """Return a rate with its interval."""
    low, high = rate.interval
    return RateShown(hits=rate.hits, total=rate.total, share=rate.share, low=low, high=high)


def _leaders(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the first of each cluster of near-duplicates."""
    found = clusters([one.signature for one in outcomes])
    return [one for index, one in enumerate(outcomes) if found[index] == index]


def _set(one: Judged, leaders: Sequence[Outcome]) -> SetShown:
    outcomes = one.outcomes
    years = sorted({got.year for got in outcomes if got.year is not None})
    return SetShown(
        name=one.name,
        is_bad=one.is_bad,
        messages=len(outcomes),
        clusters=len(leaders),
        tagged=_share(outcomes, lambda got: got.disposition is Disposition.TAG),
        held=_share(outcomes, _is_held),
        by_year={
            year: _share([got for got in outcomes if got.year == year], _is_held) for year in years
        },
    )


def _is_held(one: Outcome) -> bool:
    return one.disposition in _HELD


def _share(outcomes: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> RateShown:
    return shown(Rate(sum(map(holds, outcomes)), len(outcomes)))


def _score(
    name: str, judged: Sequence[Judged], leaders: Mapping[str, Sequence[Outcome]], how: Score
) -> ScoreShown:
    scores = {one.name: [how(got) for got in one.outcomes] for one in judged}
    distinct = {folder: [how(got) for got in found] for folder, found in leaders.items()}
    bad = [one.name for one in judged if one.is_bad]
    good = [one.name for one in judged if not one.is_bad]
    every_bad = [score for folder in bad for score in scores[folder]]
    return ScoreShown(
        name=name,
        brier=brier([scores[one] for one in bad], [scores[one] for one in good]),
        points=[_point(ham, rate, scores, distinct, (bad, good)) for ham in good for rate in RATES],
        curves={ham: curve(every_bad, scores[ham]) for ham in good},
    )


def _point(
    ham: str,
    rate: float,
    scores: Mapping[str, Sequence[float]],
    distinct: Mapping[str, Sequence[float]],
    folders: tuple[Sequence[str], Sequence[str]],
) -> PointShown:
    limit = threshold_at(scores[ham], rate)
    bad, good = folders
    return PointShown(
        ham=ham,
        rate=rate,
        threshold=limit,
        false_alarms=shown(above(scores[ham], limit)),
        recall={name: shown(above(scores[name], limit)) for name in bad},
        recall_of_clusters={name: shown(above(distinct[name], limit)) for name in bad},
        others={name: shown(above(scores[name], limit)) for name in good if name != ham},
    )


def _detectors(judged: Sequence[Judged]) -> list[DetectorShown]:
    fired = {
        folder.name: Counter(reason.id for got in folder.outcomes for reason in got.reasons)
        for folder in judged
    }
    names = sorted({name for counts in fired.values() for name in counts})
    return [
        DetectorShown(
            id=name,
            hits={folder.name: fired[folder.name][name] for folder in judged},
            precision=precision(
                _rate(judged, fired, name, is_bad=True), _rate(judged, fired, name, is_bad=False)
            ),
        )
        for name in names
    ]


def _rate(
    judged: Iterable[Judged], fired: Mapping[str, Counter[str]], name: str, *, is_bad: bool
) -> Rate:
    folders = [one for one in judged if one.is_bad is is_bad]
    hits = sum(fired[one.name][name] for one in folders)
    return Rate(hits, sum(len(one.outcomes) for one in folders))


def precision(bad: Rate, good: Rate) -> float:
    """Return the share of bad mail among what fired, were there as much bad mail as good.

    Laplace's rule keeps a detector that never fired on a few hundred messages from seeming sure.
    """
    caught = (bad.hits + 1) / (bad.total + 2)
    alarms = (good.hits + 1) / (good.total + 2)
    return caught / (caught + alarms)


def _worst(judged: Sequence[Judged], *, is_bad: bool) -> list[ErrorShown]:
    """Return the bad mail with the lowest scores, or the good with the highest."""
    rows = [(one.name, got) for one in judged if one.is_bad is is_bad for got in one.outcomes]
    rows.sort(key=lambda row: row[1].score if is_bad else -row[1].score)
    return [_error(folder, got) for folder, got in rows[:_WORST]]


def _error(folder: str, got: Outcome) -> ErrorShown:
    return ErrorShown(
        path=got.path,
        folder=folder,
        subject=got.subject,
        sender=got.sender,
        score=got.score,
        reasons=[f"{one.weight:.2f} {one.id}: {one.sentence}" for one in got.reasons[:_REASONS]],
    )


def _milliseconds(judged: Sequence[Judged]) -> dict[str, float]:
    times = sorted(got.seconds * 1000 for one in judged for got in one.outcomes)
    if not times:
        return {}
    return {
        "mean": round(sum(times) / len(times), 3),
        "median": round(times[len(times) // 2], 3),
        "slowest": round(times[-1], 3),
    }
