"""Looks at what a message is made of: one forest tells threats, one knows honest mail."""

import numpy as np

from bartizan.learning.runtime import Model
from bartizan.mail.evidence import Facts, Opinion
from bartizan.mail.learned.structure import FEATURES, describe

__all__ = ["ANOMALY", "FEATURES", "STRUCTURE", "AnomalyExpert", "StructureExpert"]

STRUCTURE, ANOMALY = "structure", "anomaly"

_REASONS = 3
_LIKELY = 0.5
#: What a reader can check: the numbers worth naming, and from what size on.
_TELLING = {
    "share hidden": 0.4,
    "invisible characters": 1.5,
    "images in links": 1.0,
    "links to numbers": 0.01,
    "links without encryption": 0.5,
    "digits in hosts": 2.0,
    "hyphens in hosts": 1.0,
    "unusual ends of hosts": 0.3,
    "digits in the address": 1.5,
    "from a free service": 1.0,
    "answers go elsewhere": 1.0,
    "capitals in the subject": 0.4,
    "pictures in the subject": 1.0,
    "invisible in the subject": 1.0,
    "name outside ASCII": 0.2,
    "data in links": 0.5,
    "forms": 0.5,
}


class StructureExpert:
    """Asks the random forest."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def __call__(self, facts: Facts) -> Opinion:
        """Return how much of the forest votes that this is a threat."""
        told = describe(facts)
        row = np.array([list(told.values())], np.float32)
        _, votes = self._model({"numbers": row})
        likely = float(votes.reshape(-1)[-1])
        return Opinion(likely, _reasons(told) if likely >= _LIKELY else ())


class AnomalyExpert:
    """Asks the isolation forest."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def __call__(self, facts: Facts) -> Opinion:
        """Return how unlike honest mail this is: about 0.4 for usual mail, 1 for none like it."""
        told = describe(facts)
        row = np.array([list(told.values())], np.float32)
        _, scores = self._model({"numbers": row})
        unlike = float(np.clip(0.5 - scores.reshape(-1)[0], 0, 1))
        return Opinion(unlike, _reasons(told))


def _reasons(told: dict[str, float]) -> tuple[str, ...]:
    names = (name for name, least in _TELLING.items() if told[name] >= least)
    return tuple(name for name, _ in zip(names, range(_REASONS), strict=False))
