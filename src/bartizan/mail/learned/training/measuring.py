"""How good a model is: how much of the bad it finds while it leaves the good alone.

Accuracy says nothing where most mail is honest. What counts is recall at a rate of false alarms
that people will bear: one in a thousand, one in a hundred.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

RATES = {"0.1 %": 0.001, "1 %": 0.01}

Floats = npt.NDArray[np.floating]


def threshold(honest: Floats, rate: float) -> float:
    """Return the score above which at most `rate` of the honest messages lie."""
    ordered = np.sort(honest)[::-1]
    return float(ordered[min(int(len(ordered) * rate), len(ordered) - 1)])


def recall(threats: Floats, honest: Floats, rate: float) -> float:
    """Return the share of threats above that threshold."""
    return float((threats > threshold(honest, rate)).mean())


def area(threats: Floats, honest: Floats) -> float:
    """Return the area under the ROC curve: how often a threat scores above an honest message."""
    both = np.concatenate((honest, threats))
    order = both.argsort(kind="stable")
    ranks = np.empty(len(both))
    ranks[order] = np.arange(1, len(both) + 1)
    least = len(threats) * (len(threats) + 1) / 2
    return float((ranks[len(honest) :].sum() - least) / (len(threats) * len(honest)))


def held_out(scores: Floats, threat: Sequence[bool]) -> dict[str, float]:
    """Return the figures of a held-out part; empty where it has only one kind."""
    labels = np.array(threat, bool)
    bad, good = scores[labels], scores[~labels]
    if not len(bad) or not len(good):
        return {}
    figures = {f"held out: recall at {name}": recall(bad, good, at) for name, at in RATES.items()}
    return {"held out: messages": float(len(scores)), "held out: area": area(bad, good)} | figures


def on_sets(scores: Mapping[str, Floats]) -> dict[str, float]:
    """Return recall of each set of threats at each rate of each honest set, by set names."""
    threats = {name: one for name, one in scores.items() if not name.startswith("ham")}
    honest = {name: one for name, one in scores.items() if name.startswith("ham")}
    return {
        f"{bad}: recall at {name} of {good}": recall(threats[bad], honest[good], rate)
        for bad in threats
        for good in honest
        for name, rate in RATES.items()
        if len(threats[bad]) and len(honest[good])
    }
