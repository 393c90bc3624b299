"""Text as a bag of fragments: runs of four and five characters, words and pairs of words.

Each fragment is hashed to a number below `SIZE` (K. Weinberger et al., Feature Hashing for Large
Scale Multitask Learning, 2009), all of them at once: a polynomial hash modulo 2^64 whose odd base
has an inverse, so that the hash of any range comes from two prefix sums.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

#: How many different fragments a model tells apart.
BITS = 19
SIZE = 1 << BITS
#: What a model reads of a message, in characters.
LONGEST = 4000

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']{1,2000}")
_DIGIT = re.compile(r"[0-9]")
_SPACE = re.compile(r"\s+")
_BASE = 0x9E3779B97F4A7C15
_MIX = np.uint64(0xD6E8FEB86659FD93)
_GRAMS = (4, 5)
_SHIFT = np.uint64(32)
_WHITE, _ASCII = 32, 128

Numbers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Fragments:
    """The different fragments of one text: their numbers, in order.

    `every` holds the number of each fragment as it stands in the text, from `starts` to `ends`.
    """

    text: str
    numbers: Numbers
    every: Numbers
    starts: Numbers
    ends: Numbers

    def firsts(self) -> Numbers:
        """Return where in `every` each of `numbers` stands first."""
        return np.unique(self.every, return_index=True)[1]


def normalise(text: str) -> str:
    """Return text with what is particular to one message made equal.

    Addresses, links and digits become one sign each: they would identify a sender or a recipient.
    """
    text = _URL.sub("^", text[: LONGEST * 3])
    text = _ADDRESS.sub("@", text)
    text = _DIGIT.sub("0", text)
    return f" {_SPACE.sub(' ', text).strip()[:LONGEST]} "


def fragments(text: str) -> Fragments:
    """Return the different fragments of a normalised text."""
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    sums = _prefix_sums(codes)
    starts, ends, kinds = _ranges(codes)
    _, inverse = _powers(LONGEST + 3)
    hashes = (sums[ends] - sums[starts]) * inverse[starts] + kinds
    hashes = (hashes ^ (hashes >> _SHIFT)) * _MIX
    numbers = (hashes >> np.uint64(64 - BITS)).astype(np.int64)
    return Fragments(text, _different(numbers), numbers, starts, ends)


def _different(numbers: Numbers) -> Numbers:
    """Return the different numbers in order, without asking where they are: sorting is quicker."""
    ordered = np.sort(numbers)
    keep = np.empty(len(ordered), np.bool_)
    keep[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=keep[1:])
    return ordered[keep]


def _prefix_sums(codes: npt.NDArray[np.uint32]) -> Hashes:
    power, _ = _powers(LONGEST + 3)
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum((codes.astype(np.uint64) + np.uint64(1)) * power[: len(codes)], out=sums[1:])
    return sums


def _ranges(codes: npt.NDArray[np.uint32]) -> tuple[Numbers, Numbers, Hashes]:
    """Return where each fragment starts and ends, and a salt for its kind."""
    count = len(codes)
    starts, ends, kinds = [], [], []
    for length in _GRAMS:
        begin = np.arange(max(0, count - length + 1))
        starts.append(begin)
        ends.append(begin + length)
        kinds.append(np.full(len(begin), length, np.uint64))
    word_starts, word_ends = _words(codes)
    for reach in (1, 2):
        begin = word_starts[: len(word_starts) - reach + 1]
        starts.append(begin)
        ends.append(word_ends[reach - 1 :][: len(begin)])
        kinds.append(np.full(len(begin), 90 + reach, np.uint64))
    return np.concatenate(starts), np.concatenate(ends), np.concatenate(kinds)


def _words(codes: npt.NDArray[np.uint32]) -> tuple[Numbers, Numbers]:
    is_letter = np.where(codes < _ASCII, _letters()[np.minimum(codes, _ASCII - 1)], True)  # noqa: FBT003
    edges = np.diff(is_letter.astype(np.int8), prepend=0, append=0)
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


@lru_cache(1)
def _letters() -> npt.NDArray[np.bool_]:
    return np.array([chr(code).isalnum() or chr(code) in "$%@^" for code in range(_ASCII)])


@lru_cache(1)
def _powers(count: int) -> tuple[Hashes, Hashes]:
    inverse = pow(_BASE, -1, 1 << 64)
    tables = []
    for base in (_BASE, inverse):
        table = np.full(count, base, np.uint64)
        table[0] = 1
        tables.append(np.multiply.accumulate(table))
    return tables[0], tables[1]
