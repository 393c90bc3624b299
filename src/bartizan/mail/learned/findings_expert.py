"""Weighs findings together: adding them up says more than they mean.

Noisy-OR takes findings for independent causes and their weights for exact. Where some soft ones
meet, it says one in two and one in seven is true. Boosted trees have seen which ones meet in
threats and which in honest mail, and what they say lowers what the softer findings come to.

They know no detector by its name, only how heavy the heaviest findings are: names come and go with
versions and say at training what the mail of that day was made of; a weight means the same in all.
"""

from collections.abc import Sequence
from math import exp, log
from typing import Final

import numpy as np
import numpy.typing as npt

from bartizan.learning.runtime import Model
from bartizan.mail.evidence import Facts
from bartizan.mail.learned import text_expert
from bartizan.mail.scoring import is_hard, probability
from bartizan.mail.verdict import LEARNED, Mitigation, Suspicion

NAME: Final = "findings"
#: What the model is fed; raise it whenever a number is added or changed.
FEATURES: Final = 1

_HEAVIEST: Final = 5
_WORDS: Final = 12  # of fewer, a text model makes too much
_SURE: Final = 1e-6
#: How much the trees count beside the sum.
_TRUST: Final = 1 / 3
#: Never more than half: the trees have not seen everything either.
_MOST, _LEAST = 0.5, 0.005

Numbers = npt.NDArray[np.float32]


def heaviest(suspicions: Sequence[Suspicion]) -> Numbers:
    """Return the weights of the heaviest findings, and what all come to; models' left out."""
    own = [one for one in suspicions if LEARNED not in one.tags]
    weights = sorted((one.weight for one in own), reverse=True)[:_HEAVIEST]
    return np.array(
        [*weights, *[0.0] * (_HEAVIEST - len(weights)), probability(own)], np.float32
    )  # fmt: skip


def share_read(facts: Facts) -> float:
    """Return how much of a text there is to judge by: 1 from a dozen words on."""
    return min(1.0, len(facts.folded.split(maxsplit=_WORDS)) / _WORDS)


def row(findings: Numbers, logit: float, read: float) -> Numbers:
    """Return what the model is fed: the findings, and what the text model makes of the words."""
    farthest = -log_odds(_SURE)
    return np.append(findings, np.float32(max(-farthest, min(farthest, logit)) * read))


def log_odds(probability: float) -> float:
    """Return a probability as log-odds, which never are infinite."""
    sure = max(_SURE, min(1 - _SURE, probability))
    return log(sure / (1 - sure))


class FindingsExpert:
    """Asks the boosted trees."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def __call__(self, facts: Facts, suspicions: Sequence[Suspicion]) -> Mitigation | None:
        """Return by how much the softer findings are to be lowered, if by any."""
        opinion = facts.opinions.get(text_expert.NAME)
        summed = probability(one for one in suspicions if not is_hard(one))
        if opinion is None or not summed:
            return None
        fed = row(heaviest(suspicions), log_odds(opinion.probability), share_read(facts))
        (likely,) = self._model({"numbers": fed[None]})
        return _tempering(summed, float(likely.reshape(-1)[0]))


def _tempering(summed: float, learned: float) -> Mitigation | None:
    strength = min(_MOST, 1 - pooled(summed, learned) / summed)
    if strength < _LEAST:
        return None
    return Mitigation(
        id="seldom_malicious",
        sentence=f"The softer findings add up to {summed:.0%}, but trained trees that look at all "
        f"findings and the words together say {learned:.0%}.",
        strength=strength,
    )


def pooled(summed: float, learned: float) -> float:
    """Return the logarithmic pool of two opinions (C. Genest, J. Zidek, 1986)."""
    odds = (1 - _TRUST) * log_odds(summed) + _TRUST * log_odds(learned)
    return 1 / (1 + exp(-odds))
