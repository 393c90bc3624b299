"""A link as a row of numbers, one for each of its characters."""

import numpy as np
import numpy.typing as npt

#: Characters of a link that are looked at.
LENGTH = 120
#: Printable ASCII from 1 on; everything else is 96, and 0 is nothing.
SYMBOLS = 97
FEATURES = 1

_FIRST, _OTHER = 32, 96

Letters = npt.NDArray[np.int64]


def letters(url: str) -> Letters:
    """Return the numbers of a link's characters: its host first, that is what matters."""
    shown = url.removeprefix("https://").removeprefix("www.")[:LENGTH]
    codes = np.frombuffer(shown.encode("utf-32-le", "replace"), np.uint32).astype(np.int64)
    numbers = np.where(
        (codes >= _FIRST) & (codes < _FIRST + _OTHER - 1), codes - _FIRST + 1, _OTHER
    )
    row = np.zeros(LENGTH, np.int64)
    row[: len(numbers)] = numbers
    return row
