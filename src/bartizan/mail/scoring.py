"""From suspicions to one number: noisy-OR.

Each suspicion's weight is the probability that a message is malicious given it alone. Taken as
independent causes, the message is innocent only if it is innocent in every respect:
score = 100 (1 - prod(1 - w)) (J. Pearl, Probabilistic Reasoning in Intelligent Systems, §4.3.2).
"""

from collections.abc import Iterable
from math import prod

from bartizan.mail.verdict import Suspicion


def probability(suspicions: Iterable[Suspicion]) -> float:
    """Return the probability, 0 to 1, that a message is malicious."""
    return 1 - prod(1 - suspicion.weight for suspicion in suspicions)


def score(suspicions: Iterable[Suspicion]) -> int:
    """Return the score of a message, 0 (nothing suspected) to 100."""
    return round(100 * probability(suspicions))


def by_weight(suspicions: Iterable[Suspicion]) -> tuple[Suspicion, ...]:
    """Return suspicions with the gravest first; equals in the order of their ids."""
    return tuple(sorted(suspicions, key=lambda suspicion: (-suspicion.weight, suspicion.id)))
