"""Names made ready for finding: one look-up a word, whatever the number of brands."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bartizan.forensics.confusables import fold, skeleton
from bartizan.mail.brands.catalogue import Brand, folded_words, shipped_brands, words

#: Shorter names are within a glance of too many other words to be looked for in disguise.
SHORTEST_DISGUISED = 6

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One name: its words, and whether only its context can tell that the brand is meant."""

    words: tuple[str, ...]
    brand: Brand
    ordinary: bool


@cache
def by_first_word() -> dict[str, tuple[Entry, ...]]:
    """Return the names by their first word, longer names first."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in _entries():
        found[entry.words[0]].append(entry)
    return {
        first: tuple(sorted(entries, key=lambda entry: -len(entry.words)))
        for first, entries in found.items()
    }


def _entries() -> Iterator[Entry]:
    for brand in shipped_brands().values():
        phrases = frozenset(brand.phrases)
        for name in dict.fromkeys((*brand.phrases, *brand.names)):
            spelled = folded_words(name)
            if spelled and not _UNSPACED.search(name):
                yield Entry(spelled, brand, brand.ordinary and name not in phrases)


@cache
def unspaced() -> tuple[re.Pattern[str], dict[str, Brand]]:
    """Return a pattern for names of scripts without spaces between words, and whose each is."""
    found: dict[str, Brand] = {}
    for brand in shipped_brands().values():
        for name in (*brand.phrases, *brand.names):
            if _UNSPACED.search(name) and not (brand.ordinary and name not in brand.phrases):
                found.setdefault(fold(name), brand)
    longest_first = sorted(found, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, longest_first))), found


@cache
def by_look() -> dict[str, Brand]:
    """Return the longer names by what they look like, written together (`bank0famerica`)."""
    found: dict[str, Brand] = {}
    for brand in shipped_brands().values():
        for name in (*brand.phrases, *(() if brand.ordinary else brand.names)):
            together = "".join(words(skeleton(name)))
            if len(together) >= SHORTEST_DISGUISED:
                found.setdefault(together, brand)
    return found


@cache
def by_label() -> dict[str, tuple[Brand, ...]]:
    """Return the brands by the names that hosts could carry: names and own domains' labels."""
    found: dict[str, dict[str, Brand]] = defaultdict(dict)
    for brand in shipped_brands().values():
        for label in _labels(brand):
            found[label][brand.id] = brand
    return {label: tuple(brands.values()) for label, brands in found.items()}


def _labels(brand: Brand) -> Iterator[str]:
    if brand.ordinary:
        phrases = ("".join(folded_words(phrase)) for phrase in brand.phrases)
        yield from (label for label in phrases if label.isascii())
        return
    for name in brand.names:
        spelled = folded_words(name)
        together, hyphened = "".join(spelled), "-".join(spelled)
        if together.isascii() and len(together) > _SHORTEST_LABEL:
            yield together
            yield hyphened


_SHORTEST_LABEL = 2
_SHORTEST_JOINED = 9


@cache
def looks() -> dict[str, str]:
    """Return the longer labels by what they look like."""
    return {
        skeleton(label): label
        for label in by_label()
        if len(label) >= SHORTEST_DISGUISED and "-" not in label
    }


@cache
def shortened() -> dict[str, frozenset[str]]:
    """Return the longer labels by what is left of them when one letter is taken out."""
    found: dict[str, set[str]] = defaultdict(set)
    single = {"".join(entry.words) for entry in _entries() if len(entry.words) == 1}
    for label in looks().values():
        if label not in single and len(label) < _SHORTEST_JOINED:
            continue  # `nzpost` is one letter from an honest name, as short joined names are
        for shorter in (label, *without_one(label)):
            found[shorter].add(label)
    return {shorter: frozenset(labels) for shorter, labels in found.items()}


def without_one(label: str) -> Iterator[str]:
    """Return a label with each of its letters but the first taken out in turn."""
    return (label[:place] + label[place + 1 :] for place in range(1, len(label)))
