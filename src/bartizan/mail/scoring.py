"""From suspicions to one number: noisy-OR, tempered by what speaks for the message.

Each suspicion's weight is the probability that a message is malicious given it alone. Taken as
independent causes, the message is innocent only if it is innocent in every respect:
score = 100 (1 - prod(1 - w)) (J. Pearl, Probabilistic Reasoning in Intelligent Systems, §4.3.2).
Findings that rest on one observation (`Basis`) are no independent causes: of them the strongest
counts in full and the others a quarter (docs/decisions/0006-one-observation-counts-once.md).

Mitigations scale down what the softer suspicions come to, to a half at most. Hard evidence, such
as malware or a borrowed identity, counts in full whoever the sender is
(docs/decisions/0005-innocence-tempers-the-score.md).
"""

from collections.abc import Iterable, Iterator
from math import prod
from typing import Final

from bartizan.mail.verdict import Basis, Mitigation, Severity, Suspicion

#: A suspicion that holds a message by itself, under the default thresholds, is never talked away.
_HARD_WEIGHT: Final = 0.75
_LEAST_SHARE: Final = 0.5
#: What a finding adds to a stronger one of the same basis.
_SHARED: Final = 0.25


def probability(suspicions: Iterable[Suspicion], mitigations: Iterable[Mitigation] = ()) -> float:
    """Return the probability, 0 to 1, that a message is malicious."""
    found = list(suspicions)
    hard = _noisy_or(one for one in found if is_hard(one))
    soft = _noisy_or(one for one in found if not is_hard(one))
    return 1 - (1 - hard) * (1 - soft * _share(mitigations))


def _noisy_or(suspicions: Iterable[Suspicion]) -> float:
    return 1 - prod(1 - weight for weight in _counted(suspicions))


def _counted(suspicions: Iterable[Suspicion]) -> Iterator[float]:
    """Yield each weight as it counts beside the others."""
    seen: set[Basis] = set()
    for one in sorted(suspicions, key=lambda one: -one.weight):
        yield one.weight * _SHARED if one.basis in seen else one.weight
        if one.basis is not None:
            seen.add(one.basis)


def score(suspicions: Iterable[Suspicion], mitigations: Iterable[Mitigation] = ()) -> int:
    """Return the score of a message, 0 (nothing suspected) to 100."""
    return round(100 * probability(suspicions, mitigations))


def is_hard(suspicion: Suspicion) -> bool:
    """Tell whether a suspicion counts in full, whatever speaks for the message."""
    return suspicion.severity is Severity.CRITICAL or suspicion.weight >= _HARD_WEIGHT


def by_weight(suspicions: Iterable[Suspicion]) -> tuple[Suspicion, ...]:
    """Return suspicions with the gravest first; equals in the order of their ids."""
    return tuple(sorted(suspicions, key=lambda suspicion: (-suspicion.weight, suspicion.id)))


def _share(mitigations: Iterable[Mitigation]) -> float:
    """What is left of the softer suspicions."""
    return max(_LEAST_SHARE, prod(1 - one.strength for one in mitigations))
