"""Finds the phrases of every theme in a text, in one pass over its words.

The phrases form a tree of words; from each word of the text that begins one, the tree is followed
as far as the text does. For languages without spaces, pairs of characters lead to the phrases that
begin with them. Text and phrases are folded alike, so look-alike letters, accents and characters
that show nothing make no difference. Linear: a phrase is short, and so is every walk.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from bartizan.forensics.confusables import fold
from bartizan.mail.lexicon.themes import UNSPACED, Theme, shipped_themes

#: Phrases found in one text; a message that says more says it anyway.
FOUND_LIMIT = 300

_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
#: Letters set apart from each other (`u r g e n t`), each by one sign.
_SPACED = re.compile(r"(?<![^\W_])[^\W_](?:[ .\-_*][^\W_](?![^\W_])){3,40}")
_ANY, _NUMBER = "*", "#"


class Entry(NamedTuple):
    """One phrase of the lexicon: the words as they stand there."""

    theme: str
    language: str
    text: str


class Node:
    """A place in the tree of words: what may follow, and the phrases that end here."""

    __slots__ = ("any", "entries", "next", "number")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.any: Node | None = None
        self.number: Node | None = None
        self.entries: tuple[Entry, ...] = ()

    def grow(self, word: str) -> "Node":
        """Return the place that `word` leads to, making it where there is none."""
        if word == _ANY:
            self.any = self.any or Node()
            return self.any
        if word == _NUMBER:
            self.number = self.number or Node()
            return self.number
        return self.next.setdefault(word, Node())

    def follow(self, word: str) -> "Iterator[Node]":
        """Yield the places that a word of the text leads to: one, seldom two or three."""
        exact = self.next.get(word)
        if exact is not None:
            yield exact
        if self.any is not None:
            yield self.any
        if self.number is not None and word.isdigit():
            yield self.number


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases ready to be found."""

    root: Node
    unspaced: dict[str, tuple[tuple[str, Entry], ...]]

    def find(self, folded: str) -> list[Entry]:
        """Return the phrases that a folded text says, each once, in the order of the text."""
        found: dict[Entry, None] = {}
        for entry in self._every(folded):
            found[entry] = None
            if len(found) >= FOUND_LIMIT:
                break
        return list(found)

    def _every(self, folded: str) -> Iterator[Entry]:
        yield from self._spaced(_words(folded))
        if not folded.isascii() and _WIDE.search(folded):
            yield from self._together(_SPACE.sub("", folded))

    def _spaced(self, words: list[str]) -> Iterator[Entry]:
        begins = self.root.next
        for place, word in enumerate(words):
            if word in begins:
                yield from _walk(begins[word], words, place + 1)

    def _together(self, text: str) -> Iterator[Entry]:
        known = self.unspaced
        for place in range(len(text) - 1):
            for phrase, entry in known.get(text[place : place + 2], ()):
                if text.startswith(phrase, place):
                    yield entry


@cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicon that ships."""
    return build(shipped_themes().values())


def build(themes: Iterable[Theme]) -> Lexicon:
    """Make a lexicon of themes.

    Raises:
        ValueError: a phrase begins with a gap, or is a single character.
    """
    root = Node()
    unspaced: dict[str, tuple[tuple[str, Entry], ...]] = {}
    for theme in themes:
        for language, text in theme.phrases:
            entry = Entry(theme.id, language, text)
            if language in UNSPACED:
                written = _SPACE.sub("", fold(text))
                if len(written) < 2:  # noqa: PLR2004 - pairs lead to phrases
                    raise ValueError(f"{theme.id}: {text!r} is too short.")
                unspaced[written[:2]] = (*unspaced.get(written[:2], ()), (written, entry))
            else:
                _plant(root, entry)
    return Lexicon(root, unspaced)


def _plant(root: Node, entry: Entry) -> None:
    words = [
        part
        for word in entry.text.split()
        for part in ([word] if word in (_ANY, _NUMBER) else _WORD.findall(fold(word)))
    ]
    if not words or words[0] in (_ANY, _NUMBER):
        raise ValueError(f"{entry.theme}: {entry.text!r} has to begin with a word.")
    node = root
    for word in words:
        node = node.grow(word)
    if entry not in node.entries:
        node.entries = (*node.entries, entry)


def _walk(node: Node, words: list[str], place: int) -> Iterator[Entry]:
    here, end = [node], len(words)
    while here:
        for one in here:
            yield from one.entries
        if place >= end:
            return
        word = words[place]
        here = [after for one in here for after in one.follow(word)]
        place += 1


def _words(folded: str) -> list[str]:
    """Return the words of a text; letters set apart are read as the word they spell."""
    return _WORD.findall(_SPACED.sub(_join, folded))


def _join(spaced: re.Match[str]) -> str:
    return spaced[0][::2]
