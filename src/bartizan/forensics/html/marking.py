"""Finds in a hostile document the words and links that stand as evidence, to show them there.

Words are compared one by one, in lower case and whatever stands between them, since evidence is
quoted with its spaces and line ends made plain, and since a phrase may run over several elements.
Linear: every quotation is looked for at so many places and no more.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from html import escape
from itertools import groupby, islice
from operator import itemgetter
from typing import Final, NamedTuple

_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_CUT: Final = "\N{HORIZONTAL ELLIPSIS}"
_LEADS_TO: Final = " -> "
#: Quotations looked for, words compared of each, places tried, and places marked.
_MARKS, _WORDS, _TRIED, _HITS = 300, 80, 2_000, 25
#: Numbers written at one mark.
_NUMBERS: Final = 6
#: Words of the document that are looked at.
_READ: Final = 200_000
#: A number before which nothing the message styles can push the mark out of sight.
_STYLE: Final = (
    "background:#ffe58a!important;color:#231c00!important;outline:1px solid #a67c00!important;"
    "border-radius:2px!important"
)
_NUMBER_STYLE: Final = (
    "all:initial!important;font:bold 10px/1 sans-serif!important;color:#fff!important;"
    "background:#6b4e00!important;border-radius:7px!important;padding:1px 4px!important;"
    "margin:0 3px 0 1px!important;vertical-align:1px!important"
)


class Mark(NamedTuple):
    """A quotation to be marked: the number of the reason it belongs to, and its words."""

    number: int
    text: str


class Span(NamedTuple):
    """Part of one text: where the mark begins and ends; `label` is what is written at its start."""

    start: int
    end: int
    label: str


class _Word(NamedTuple):
    text: int
    start: int
    end: int


class _Document:
    """The words of the texts: where each stands, and as it is compared."""

    def __init__(self, texts: Iterable[str]) -> None:
        read = list(islice(_every_word(texts), _READ))
        self.words = [word for word, _ in read]
        self._spelt = [spelt for _, spelt in read]

    @cached_property
    def _exact(self) -> "_Index":
        return _Index(self._spelt)

    @cached_property
    def _shapes(self) -> "_Index":
        return _Index([_DIGIT.sub("0", spelt) for spelt in self._spelt])

    def places(self, wanted: list[str]) -> list[int]:
        """Return where the wanted words stand one after another.

        Trained models quote numbers by their shape (`within 00 hours`).
        """
        found = self._exact.places(wanted)
        if found or not any(word.strip("0") == "" for word in wanted):
            return found
        return self._shapes.places(wanted)


class _Index:
    """Words, and where each of them stands."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._positions: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(words):
            self._positions[word].append(at)

    def places(self, wanted: list[str]) -> list[int]:
        tried = self._positions.get(wanted[0], ())[:_TRIED] if wanted else ()
        there = (at for at in tried if self._words[at : at + len(wanted)] == wanted)
        return list(islice(there, _HITS))


class _Hit(NamedTuple):
    """Words that are marked, and the reasons that quote them or some of them."""

    start: int
    end: int
    numbers: list[int]


def _every_word(texts: Iterable[str]) -> Iterator[tuple[_Word, str]]:
    for place, text in enumerate(texts):
        for match in _WORD.finditer(text):
            yield _Word(place, match.start(), match.end()), match[0].casefold()


def find_marks(texts: Sequence[str], marks: Iterable[Mark]) -> dict[int, list[Span]]:
    """Return what is to be marked in each of the texts, which are read as one; by their places."""
    document = _Document(texts)
    hits: list[_Hit] = []
    owners: dict[int, _Hit] = {}
    for mark in _chosen(marks):
        wanted = _words(mark.text)
        for at in document.places(wanted):
            _claim(hits, owners, range(at, at + len(wanted)), mark.number)
    found: dict[int, list[Span]] = defaultdict(list)
    for hit in hits:
        _spread(found, document.words[hit.start : hit.end], label_of(hit.numbers))
    return {text: sorted(spans) for text, spans in found.items()}


def label_of(numbers: Sequence[int]) -> str:
    """Return the numbers as they are written at a mark."""
    return "\N{MIDDLE DOT}".join(str(number) for number in numbers)


def _claim(hits: list[_Hit], owners: dict[int, _Hit], place: range, number: int) -> None:
    """Mark what is free of a place; what is marked already has the number written to it."""
    owned = next((owners[at] for at in place if at in owners), None)
    if owned is not None:
        _add(owned.numbers, number)
    for run in list(_runs(at for at in place if at not in owners)):
        hits.append(_Hit(run[0], run[-1] + 1, [number]))
        owners.update(dict.fromkeys(run, hits[-1]))


def _runs(places: Iterable[int]) -> Iterator[list[int]]:
    """Yield neighbours together."""
    for _, run in groupby(enumerate(places), lambda one: one[1] - one[0]):
        yield [place for _, place in run]


def _add(numbers: list[int], number: int) -> None:
    if number not in numbers and len(numbers) < _NUMBERS:
        numbers.append(number)


def marked_text(text: str, spans: Iterable[Span]) -> str:
    """Return a text as markup, every character escaped, with its marks."""
    pieces, at = [], 0
    for span in spans:
        pieces.append(escape(text[at : span.start], quote=False))
        pieces.append(opening(span.label))
        pieces.append(escape(text[span.start : span.end], quote=False) + CLOSING)
        at = span.end
    return "".join(pieces) + escape(text[at:], quote=False)


#: What ends a mark.
CLOSING: Final = "</mark>"


def opening(label: str) -> str:
    """Return what begins a mark; without a label it goes on with one that began before."""
    shown = f'<sup style="{_NUMBER_STYLE}">{label}</sup>' if label else ""
    return f'<mark style="{_STYLE}">{shown}'


class MarkedLinks:
    """The addresses among the quotations, and the numbers of the reasons that name each."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._whole: dict[str, list[int]] = {}
        cut: dict[str, list[int]] = {}
        for number, text in _chosen(marks):
            for piece in text.split(_LEADS_TO)[:3]:
                known = cut if piece.endswith(_CUT) else self._whole
                _add(known.setdefault(piece.removesuffix(_CUT).strip(), []), number)
        self._beginnings = sorted(one for one in cut.items() if one[0])

    def label_of(self, address: str) -> str:
        """Return the reasons that quote this address, whole or as far as evidence is kept."""
        plain = address.strip()
        whole = self._whole.get(plain)
        if whole or not plain:
            return label_of(whole or ())
        at = bisect_right(self._beginnings, plain, key=itemgetter(0)) - 1
        if at >= 0 and plain.startswith(self._beginnings[at][0]):
            return label_of(self._beginnings[at][1])
        return ""


def _chosen(marks: Iterable[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: mark.number)[:_MARKS]


def _words(text: str) -> list[str]:
    found = [word.casefold() for word in _WORD.findall(text)][:_WORDS]
    # The last word of a quotation that was cut may be half a word.
    return found[:-1] if text.endswith(_CUT) and len(found) > 1 else found


def _spread(found: dict[int, list[Span]], words: Sequence[_Word], label: str) -> None:
    """Note a quotation in each of the texts it runs over; the first has its label."""
    starts = [at for at, word in enumerate(words) if not at or words[at - 1].text != word.text]
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        first, last = words[start], words[end - 1]
        found[first.text].append(Span(first.start, last.end, "" if start else label))
