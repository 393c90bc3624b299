"""Finds in a hostile document the words and links that stand as evidence, to show them there.

Words are compared one by one, in lower case and whatever stands between them, since evidence is
quoted with its spaces and line ends made plain, and since a phrase may run over several elements.
Linear: every quotation is looked for at so many places and no more.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice
from typing import Final, NamedTuple

_WORD = re.compile(r"[^\W_]+")
_CUT: Final = "\N{HORIZONTAL ELLIPSIS}"
_LEADS_TO: Final = " -> "
#: Quotations looked for, words compared of each, places tried, and places marked.
_MARKS, _WORDS, _TRIED, _HITS = 300, 80, 2_000, 25
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
    """Part of one text: where the mark begins and ends; `first` where its number is written."""

    start: int
    end: int
    number: int
    first: bool


class _Word(NamedTuple):
    text: int
    start: int
    end: int


class _Document:
    """The words of the texts: where each stands, as it is compared, and its places by that."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.words: list[_Word] = []
        self.folded: list[str] = []
        self.positions: dict[str, list[int]] = defaultdict(list)
        for word, spelt in islice(_every_word(texts), _READ):
            self.positions[spelt].append(len(self.words))
            self.words.append(word)
            self.folded.append(spelt)


def _every_word(texts: Iterable[str]) -> Iterator[tuple[_Word, str]]:
    for place, text in enumerate(texts):
        for match in _WORD.finditer(text):
            yield _Word(place, match.start(), match.end()), match[0].casefold()


def find_marks(texts: Sequence[str], marks: Iterable[Mark]) -> dict[int, list[Span]]:
    """Return what is to be marked in each of the texts, which are read as one; by their places."""
    document = _Document(texts)
    taken = bytearray(len(document.words))
    found: dict[int, list[Span]] = defaultdict(list)
    for mark in _chosen(marks):
        wanted = _words(mark.text)
        for at in _places(document, wanted):
            whole = slice(at, at + len(wanted))
            if any(taken[whole]):
                continue
            taken[whole] = b"\1" * len(wanted)
            _spread(found, document.words[whole], mark.number)
    return {text: sorted(spans) for text, spans in found.items()}


def marked_text(text: str, spans: Iterable[Span]) -> str:
    """Return a text as markup, every character escaped, with its marks."""
    pieces, at = [], 0
    for span in spans:
        pieces.append(escape(text[at : span.start], quote=False))
        pieces.append(opening(span.number, numbered=span.first))
        pieces.append(escape(text[span.start : span.end], quote=False) + CLOSING)
        at = span.end
    return "".join(pieces) + escape(text[at:], quote=False)


#: What ends a mark.
CLOSING: Final = "</mark>"


def opening(number: int, *, numbered: bool = True) -> str:
    """Return what begins a mark."""
    shown = f'<sup style="{_NUMBER_STYLE}">{number}</sup>' if numbered else ""
    return f'<mark style="{_STYLE}">{shown}'


class MarkedLinks:
    """The addresses among the quotations, and the number of the first reason that names each."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._whole: dict[str, int] = {}
        cut: dict[str, int] = {}
        for number, text in _chosen(marks):
            for piece in text.split(_LEADS_TO)[:3]:
                known = cut if piece.endswith(_CUT) else self._whole
                known.setdefault(piece.removesuffix(_CUT).strip(), number)
        self._beginnings = sorted(one for one in cut.items() if one[0])

    def number_of(self, address: str) -> int | None:
        """Return the reason that quotes this address, whole or as far as evidence is kept."""
        plain = address.strip()
        whole = self._whole.get(plain)
        if whole is not None or not plain:
            return whole
        at = bisect_right(self._beginnings, (plain, len(plain))) - 1
        if at >= 0 and plain.startswith(self._beginnings[at][0]):
            return self._beginnings[at][1]
        return None


def _chosen(marks: Iterable[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: mark.number)[:_MARKS]


def _words(text: str) -> list[str]:
    found = [word.casefold() for word in _WORD.findall(text)][:_WORDS]
    # The last word of a quotation that was cut may be half a word.
    return found[:-1] if text.endswith(_CUT) and len(found) > 1 else found


def _places(document: _Document, wanted: list[str]) -> Iterator[int]:
    """Yield where the wanted words stand one after another."""
    tried = document.positions.get(wanted[0], ())[:_TRIED] if wanted else ()
    there = (at for at in tried if document.folded[at : at + len(wanted)] == wanted)
    yield from islice(there, _HITS)


def _spread(found: dict[int, list[Span]], words: Sequence[_Word], number: int) -> None:
    """Note a quotation in each of the texts it runs over."""
    starts = [at for at, word in enumerate(words) if not at or words[at - 1].text != word.text]
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        first, last = words[start], words[end - 1]
        found[first.text].append(Span(first.start, last.end, number, first=start == 0))
