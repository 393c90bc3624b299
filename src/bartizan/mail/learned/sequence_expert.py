"""Reads a message word by word, in order: a recurrent network.

It must beat the text model, which is faster and says why; its card tells whether it does.
"""

from zlib import crc32

import numpy as np
import numpy.typing as npt

from bartizan.learning.runtime import Model
from bartizan.mail.evidence import Facts, Opinion
from bartizan.mail.learned.text_expert import reading

NAME = "sequence"
FEATURES = 1
#: Words that are read, and how many different ones the network tells apart.
LENGTH, WORDS = 120, 1 << 14

Words = npt.NDArray[np.int64]


class SequenceExpert:
    """Asks the recurrent network."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def __call__(self, facts: Facts) -> Opinion:
        """Return what the network thinks of the words of a message."""
        (probability,) = self._model({"words": word_row(reading(facts))[None]})
        return Opinion(float(probability.reshape(-1)[0]))


def word_row(text: str) -> Words:
    """Return the numbers of the first words of a normalised text; 0 is no word."""
    row = np.zeros(LENGTH, np.int64)
    for place, word in enumerate(text.split()[:LENGTH]):
        row[place] = 1 + crc32(word.encode("utf-8", "replace")) % (WORDS - 1)
    return row
