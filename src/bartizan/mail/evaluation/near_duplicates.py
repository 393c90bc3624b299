"""Finds copies of one mailing: messages that differ only in names, numbers and filler.

MinHash over runs of words (A. Broder, On the Resemblance and Containment of Documents, 1997),
banded so that texts which share most of their runs meet in a bucket.
"""

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b

_WORD = re.compile(r"[^\W\d_]+")
_RUN, _HASHES, _ROWS = 4, 24, 3
_WORDS = 4_000
_MASK = (1 << 61) - 1
#: Odd multipliers of a fixed sequence: two runs of the same text give the same signature anywhere.
_FACTORS = tuple(
    int.from_bytes(blake2b(b"%d" % n, digest_size=8).digest()) | 1 for n in range(_HASHES)
)

Signature = tuple[int, ...]


def signature(text: str) -> Signature:
    """Return the MinHash signature of a text; empty where it has no words."""
    words = _WORD.findall(text.lower())[:_WORDS]
    runs = {" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
    hashes = [
        int.from_bytes(blake2b(run.encode(), digest_size=8).digest()) for run in runs if run
    ]  # fmt: skip
    if not hashes:
        return ()
    return tuple(min(one * factor & _MASK for one in hashes) for factor in _FACTORS)


def clusters(signatures: Sequence[Signature]) -> list[int]:
    """Return for each signature the number of its cluster: the lowest index of a member."""
    leader = list(range(len(signatures)))
    buckets: dict[tuple[int, Signature], int] = {}
    for index, one in enumerate(signatures):
        for band in _bands(one):
            first = buckets.setdefault(band, index)
            _join(leader, first, index)
    return [_find(leader, index) for index in range(len(signatures))]


def _bands(one: Signature) -> Iterable[tuple[int, Signature]]:
    return ((at, one[at : at + _ROWS]) for at in range(0, len(one), _ROWS))


def _find(leader: list[int], index: int) -> int:
    while leader[index] != index:
        leader[index] = leader[leader[index]]
        index = leader[index]
    return index


def _join(leader: list[int], one: int, other: int) -> None:
    low, high = sorted((_find(leader, one), _find(leader, other)))
    leader[high] = low
