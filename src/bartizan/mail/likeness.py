"""Whom an address or a name could be mistaken for. Pure.

Addresses are mistaken for each other where one side of the @ is the same and the other differs in
one letter, or in letters that look alike. Such a pair shares the other side's first two letters or
its last two, whatever was changed, so a handful of keys finds every candidate without looking at
all correspondents.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bartizan.forensics.confusables import skeleton

#: Shorter names are within one letter of too many honest ones.
_SHORTEST: Final = 4
_EDGE: Final = 2
_SWAPPED: Final = 2
_LONGEST_NAME: Final = 200
_WORD = re.compile(r"\w+")


def name_key(name: str) -> str:
    """Return a display name as names are compared: no look-alike letters, words in any order."""
    words = sorted(_WORD.findall(skeleton(name[:_LONGEST_NAME])))
    key = " ".join(words).replace("\0", "").encode("utf-8", "replace").decode()
    return key[:_LONGEST_NAME] if len(words) > 1 else ""


def keys_of(address: str, name: str) -> tuple[str, ...]:
    """Return the keys that an address and a name (see `name_key`) share with what is alike."""
    return tuple(dict.fromkeys((*_address_keys(address), *named(name))))


def named(name: str) -> tuple[str, ...]:
    """Return the key of a name, if it is one that can be told from others."""
    return (f"name {name}",) if name else ()


def _address_keys(address: str) -> Iterator[str]:
    local, _, domain = skeleton(address).rpartition("@")
    site = domain.rpartition(".")[0]
    yield f"local {local[:_EDGE]} {domain}"
    yield f"local {local[-_EDGE:]} {domain}"
    yield f"domain {domain[:_EDGE]} {local}"
    yield f"domain {site[-_EDGE:]} {local}"


def closest(address: str, known: Sequence[str]) -> str | None:
    """Return the known address that this one can be mistaken for, if there is one."""
    local, _, domain = address.rpartition("@")
    shapes = skeleton(local), skeleton(domain)
    for other in known:
        name, _, host = other.rpartition("@")
        if name == local and _near(domain, host, shapes[1]):
            return other
        if host == domain and _near(local, name, shapes[0]):
            return other
    return None


def _near(one: str, other: str, shape: str) -> bool:
    """Tell whether two words can be mistaken for each other; `shape` is the first one's skeleton.

    Words in which only digits differ are not: `team1` and `team2` are colleagues.
    """
    if one == other or min(len(one), len(other)) < _SHORTEST:
        return False
    alike = one_edit_apart(one, other) or shape == skeleton(other)
    return alike and not _differ_in_number(one, other)


def one_edit_apart(one: str, other: str) -> bool:
    """Tell whether two words differ in one letter: another, one more, one less, or two swapped."""
    start = _agreement(one, other)
    rest, rest_other = one[start:], other[start:]
    end = _agreement(rest[::-1], rest_other[::-1])
    left, right = rest[: len(rest) - end], rest_other[: len(rest_other) - end]
    swapped = len(left) == len(right) == _SWAPPED and left == right[::-1]
    return swapped or max(len(left), len(right)) == 1


def _agreement(one: str, other: str) -> int:
    """Return how many letters two words have in common from their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((place for place, (left, right) in pairs if left != right), shorter)


def _differ_in_number(one: str, other: str) -> bool:
    letters = str.maketrans("", "", "0123456789")
    return one != one.translate(letters) and one.translate(letters) == other.translate(letters)
