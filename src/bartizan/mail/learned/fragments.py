"""Text as a bag of fragments: runs of four and five characters, words and pairs of words.

Each fragment is hashed to a number below `SIZE` (K. Weinberger et al., Feature Hashing for Large
Scale Multitask Learning, 2009), all of them at once: a polynomial hash modulo 2^64 whose odd base
has an inverse, so that the hash of any range comes from two prefix sums.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

#: How many different fragments a model tells apart.
BITS = 19
SIZE = 1 << BITS
#: What a model reads of a message, in characters.
LONGEST = 4000

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']{1,2000}")
_BASE = 0x9E3779B97F4A7C15
_MIX = np.uint64(0xD6E8FEB86659FD93)
_GRAMS = (4, 5)
_SHIFT = np.uint64(32)
_PLACE = np.uint64(0xFFFFFFFF)
_WHITE, _ASCII = 32, 128

#: A salt for words and one for pairs of them; runs are salted with their length.
_KINDS = (np.uint64(91), np.uint64(92))

Codes = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Fragments:
    """The fragments of one text: their different numbers in order, and all as they stand in it."""

    text: str
    numbers: Numbers
    every: Hashes

    def places(self) -> "Places":
        """Return where each of `numbers` stands first."""
        starts, ends = _ranges(_codes(self.text))
        # Sorting numbers with their places behind them is quicker than sorting places by numbers.
        ordered = np.sort(self.every << _SHIFT | np.arange(len(self.every), dtype=np.uint64))
        first = (ordered[_is_new(ordered >> _SHIFT)] & _PLACE).astype(np.int64)
        return Places(starts[first], ends[first])


class Places(NamedTuple):
    """Where fragments start and end in their text."""

    starts: Numbers
    ends: Numbers


def normalise(text: str) -> str:
    """Return text with what is particular to one message made equal.

    Addresses, links and digits become one sign each: they would identify a sender or a recipient.
    """
    text = text[: LONGEST * 3]
    if "http" in text or "www." in text:
        text = _URL.sub("^", text)
    for digit in "123456789":
        text = text.replace(digit, "0")
    words = text.split()
    if "@" in text:
        words = [_ADDRESS.sub("@", word) if "@" in word else word for word in words]
    return f" {' '.join(words)[:LONGEST]} "


def fragments(text: str) -> Fragments:
    """Return the different fragments of a normalised text."""
    every = _hashed(_codes(text))
    return Fragments(text, _different(every), every)


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)


def _hashed(codes: Codes) -> Hashes:
    """Return the number of every fragment, as it stands in the text."""
    _, inverse = _powers(LONGEST + 3)
    sums = _prefix_sums(codes)
    hashes: list[Hashes] = [
        (sums[length:] - sums[:-length]) * inverse[: len(sums) - length] + np.uint64(length)
        for length in _GRAMS
        if len(codes) >= length
    ]
    for kind, (starts, ends) in zip(_KINDS, _word_ranges(codes), strict=True):
        hashes.append((sums[ends] - sums[starts]) * inverse[starts] + kind)
    joined: Hashes = np.concatenate(hashes)
    mixed: Hashes = (joined ^ (joined >> _SHIFT)) * _MIX
    return mixed >> np.uint64(64 - BITS)


def _different(numbers: Hashes) -> Numbers:
    """Return the different numbers in order, without asking where they are: sorting is quicker."""
    ordered = np.sort(numbers.astype(np.uint32))
    return ordered[_is_new(ordered)].astype(np.int64)


def _is_new(ordered: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Tell of each value whether it differs from the one before it."""
    new = np.empty(len(ordered), np.bool_)
    new[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return new


def _prefix_sums(codes: Codes) -> Hashes:
    power, _ = _powers(LONGEST + 3)
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum((codes.astype(np.uint64) + np.uint64(1)) * power[: len(codes)], out=sums[1:])
    return sums


def _ranges(codes: Codes) -> Places:
    """Return where every fragment starts and ends."""
    runs = [np.arange(max(0, len(codes) - length + 1)) for length in _GRAMS]
    words = _word_ranges(codes)
    return Places(
        np.concatenate([*runs, *(starts for starts, _ in words)]),
        np.concatenate(
            [
                *(begin + length for begin, length in zip(runs, _GRAMS, strict=True)),
                *(ends for _, ends in words),
            ]
        ),
    )


def _word_ranges(codes: Codes) -> tuple[Places, Places]:
    """Return where words and pairs of words start and end."""
    starts, ends = _words(codes)
    return Places(starts, ends), Places(starts[:-1], ends[1:])


def _words(codes: Codes) -> tuple[Numbers, Numbers]:
    """Return where words start and end: what is not ASCII always belongs to one."""
    is_letter = np.zeros(len(codes) + 2, np.bool_)
    is_letter[1:-1] = _letters()[np.minimum(codes, _ASCII)]
    edges = np.flatnonzero(is_letter[1:] != is_letter[:-1])
    return edges[::2], edges[1::2]


@lru_cache(1)
def _letters() -> npt.NDArray[np.bool_]:
    ascii_ones = [chr(code).isalnum() or chr(code) in "$%@^" for code in range(_ASCII)]
    return np.array([*ascii_ones, True])


@lru_cache(1)
def _powers(count: int) -> tuple[Hashes, Hashes]:
    inverse = pow(_BASE, -1, 1 << 64)
    tables = []
    for base in (_BASE, inverse):
        table = np.full(count, base, np.uint64)
        table[0] = 1
        tables.append(np.multiply.accumulate(table))
    return tables[0], tables[1]
