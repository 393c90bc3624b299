"""Whom an address or a name could be mistaken for. Pure.

Addresses are mistaken for each other where one side of the @ is the same and the other differs in
one letter, or in letters that look alike. Such a pair shares the other side's first two letters or
its last two, whatever was changed, so a handful of keys finds every candidate without looking at
all correspondents.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bartizan.forensics.confusables import distance, skeleton

_CLOSE: Final = 1
#: Shorter names are within one letter of too many honest ones.
_SHORTEST: Final = 4
_EDGE: Final = 2
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
    for other in known:
        name, _, host = other.rpartition("@")
        if (name == local and _near(domain, host)) or (host == domain and _near(local, name)):
            return other
    return None


def _near(one: str, other: str) -> bool:
    """Tell whether two words can be mistaken for each other, and are not the same."""
    if one == other or min(len(one), len(other)) < _SHORTEST or _differ_in_number(one, other):
        return False
    return distance(one, other, limit=_CLOSE) <= _CLOSE or skeleton(one) == skeleton(other)


def _differ_in_number(one: str, other: str) -> bool:
    """Tell whether only digits differ: `team1` and `team2` are colleagues, not look-alikes."""
    letters = str.maketrans("", "", "0123456789")
    return one != one.translate(letters) and one.translate(letters) == other.translate(letters)
