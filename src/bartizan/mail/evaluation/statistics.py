"""Rates with their uncertainty, and the thresholds that keep false alarms below a rate."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

#: Two-sided 95 % of the normal distribution.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Rate:
    """`hits` of `total`, and Wilson's 95 % interval around their share.

    E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference (1927).
    """

    hits: int
    total: int

    @property
    def share(self) -> float:
        """The share, 0 where nothing was counted."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The lowest and highest share that the count does not speak against."""
        if not self.total:
            return 0.0, 1.0
        spread = _Z * _Z / self.total
        centre = self.share + spread / 2
        width = _Z * sqrt((self.share * (1 - self.share) + spread / 4) / self.total)
        low, high = ((centre + sign * width) / (1 + spread) for sign in (-1, 1))
        return max(0.0, low), min(1.0, high)


def threshold_at(scores: Sequence[float], rate: float) -> float:
    """Return the lowest threshold that at most `rate` of these (honest) scores exceed.

    A message counts as stopped when its score is above the threshold.
    """
    allowed = int(rate * len(scores) + 1e-9)
    return sorted(scores, reverse=True)[allowed] if allowed < len(scores) else -1.0


def above(scores: Sequence[float], threshold: float) -> Rate:
    """Count the scores above a threshold."""
    return Rate(sum(score > threshold for score in scores), len(scores))


def curve(bad: Sequence[float], good: Sequence[float]) -> list[tuple[float, float]]:
    """Return the points (false alarms, recall) of the ROC curve, one for each honest score."""
    ranked = sorted(set(good), reverse=True)
    points = [(above(good, limit).share, above(bad, limit).share) for limit in ranked]
    return [*points, (1.0, 1.0)]


def brier(bad: Sequence[Sequence[float]], good: Sequence[Sequence[float]]) -> float:
    """Return the mean square of what scores are away from the truth, were there as much bad mail.

    Each folder counts as much as the others of its kind (G. W. Brier, Verification of Forecasts
    Expressed in Terms of Probability, 1950).
    """
    return (_distance(bad, 1) + _distance(good, 0)) / 2


def _distance(folders: Sequence[Sequence[float]], truth: int) -> float:
    each = [sum((one - truth) ** 2 for one in scores) / len(scores) for scores in folders if scores]
    return sum(each) / len(each) if each else 0.0
