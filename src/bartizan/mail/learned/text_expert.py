"""Reads a message as a person would and says how much it reads like a threat.

A linear model over hashed fragments of the sender's name, the subject and the visible text: fast,
in every language it was shown, and it can say which words moved it.
"""

import numpy as np
import numpy.typing as npt

from bartizan.forensics.confusables import fold
from bartizan.learning.runtime import Model
from bartizan.mail.evidence import Facts, Opinion
from bartizan.mail.learned.fragments import Fragments, fragments, normalise

NAME = "text"
#: What the model is fed; raise it whenever `reading` or `fragments` changes.
FEATURES = 1

_REASONS, _WINDOW = 3, 5  # so many runs of so many words
_LIKELY = 0.3  # below this nobody asks for reasons

Floats = npt.NDArray[np.float32]


def reading(facts: Facts) -> str:
    """Return what the model reads of a message."""
    name = facts.sender.name if facts.sender else ""
    return normalise(f"{fold(name)}\n{facts.folded}")


class TextExpert:
    """Asks the text model."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def __call__(self, facts: Facts) -> Opinion:
        """Return what the model thinks of the words of a message."""
        found = fragments(reading(facts))
        probability, moved = self._model({"numbers": found.numbers})
        likely = float(probability.reshape(-1)[0])
        return Opinion(likely, strongest(found, moved) if likely >= _LIKELY else ())


def strongest(found: Fragments, moved: Floats) -> tuple[str, ...]:
    """Return the runs of words that moved the model most towards a threat."""
    starts, ends = found.places()
    lengths = np.maximum(ends - starts, 1)
    each = np.zeros(len(found.text) + 1)
    np.add.at(each, starts, moved / lengths)
    np.add.at(each, ends, -moved / lengths)
    letters = np.concatenate(([0.0], np.cumsum(np.cumsum(each)[:-1])))
    words = _words(found.text)
    weights = np.array([letters[end] - letters[start] for start, end in words])
    chosen: list[tuple[int, int]] = []
    while len(chosen) < _REASONS and len(weights):
        sums = np.convolve(weights, np.ones(min(_WINDOW, len(weights))), "valid")
        best = int(np.argmax(sums))
        if sums[best] <= 0:
            break
        last = min(best + _WINDOW, len(weights)) - 1
        chosen.append((words[best][0], words[last][1]))
        weights[best : last + 1] = -np.inf
        weights = np.where(np.isneginf(weights), -1e9, weights)
    return tuple(found.text[start:end] for start, end in chosen)


def _words(text: str) -> list[tuple[int, int]]:
    places, start = [], 0
    for word in text.split(" "):
        if word:
            places.append((start, start + len(word)))
        start += len(word) + 1
    return places
