"""Finds the lines of every theme in a text, in one pass over its words.

Every line is a small net of words. The first two words of the text's next phrase lead to the nets
that begin so; these are followed as far as the text does. For languages without spaces, pairs of
characters lead to the phrases that begin with them. Text and phrases are folded alike, so
look-alike letters, accents and characters that show nothing make no difference. Linear: a line is
short, and so is every walk.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from bartizan.forensics.confusables import fold
from bartizan.forensics.letters import find_words
from bartizan.mail.lexicon.themes import ANY, NUMBER, UNSPACED, Line, Theme, shipped_themes

#: Lines found in one text; a message that says more says it anyway.
FOUND_LIMIT = 300

_SPACE = re.compile(r"\s+")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
#: Letters set apart from each other (`u r g e n t`), each by one sign.
_SPACED = re.compile(r"(?<![^\W_])[^\W_](?:[ .\-_*][^\W_](?![^\W_])){3,40}")
#: Quick to look for, and in every such word.
_SET_APART = re.compile(r"[ .\-_*][^\W_][ .\-_*][^\W_][ .\-_*][^\W_](?![^\W_])")


class Entry(NamedTuple):
    """Words of the text that a line of the lexicon stands for, spelt as the lexicon does."""

    theme: str
    language: str
    text: str


class Node:
    """A place in a line: the words that may follow, and whether the line may end here."""

    __slots__ = ("any", "ends", "next", "number")

    def __init__(self) -> None:
        self.next: dict[str, list[Node]] = {}
        self.any: tuple[Node, ...] = ()
        self.number: tuple[Node, ...] = ()
        self.ends: Line | None = None

    def lead(self, word: str, to: "Node") -> None:
        """Let a word of the lexicon lead from here to another place."""
        if word == ANY:
            self.any = (*self.any, to)
        elif word == NUMBER:
            self.number = (*self.number, to)
        else:
            self.next.setdefault(word, []).append(to)

    def follow(self, word: str) -> "Sequence[Node]":
        """Return the places that a word of the text leads to."""
        known = self.next.get(word, ())
        if not self.any and not self.number:
            return known
        return [*known, *self.any, *(self.number if word.isdigit() else ())]


class Found(NamedTuple):
    """A line found, and the words of the text from `start` up to `end`."""

    line: Line
    start: int
    end: int


class Beginnings:
    """Where lines begin: by their first word alone, and by their first two."""

    __slots__ = ("open", "pairs", "words")

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.pairs: dict[str, dict[str, list[Node]]] = {}
        self.open: dict[str, list[Node]] = {}

    def add(self, word: str, node: Node) -> None:
        """Note that a line begins with `word`, which leads to `node`."""
        self.words.add(word)
        known = self.pairs.setdefault(word, {})
        for second, nodes in node.next.items():
            known.setdefault(second, []).extend(nodes)
        if node.ends is not None or node.any or node.number:
            self.open.setdefault(word, []).append(node)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lines ready to be found."""

    begins: Beginnings
    unspaced: dict[str, list[tuple[str, Line]]]
    spelling: dict[tuple[str, str], str]

    def find(self, folded: str) -> list[Entry]:
        """Return what a folded text says: each line once, first and longest."""
        words = _words(folded)
        longest: dict[Line, Found] = {}
        for found in self._spaced(words):
            known = longest.get(found.line)
            if known is None or known.start == found.start:
                longest[found.line] = found
            if len(longest) >= FOUND_LIMIT:
                break
        entries = [self._spell(found, words) for found in longest.values()]
        if not folded.isascii() and _WIDE.search(folded):
            entries += self._together(_SPACE.sub("", folded))
        return entries[:FOUND_LIMIT]

    def _spaced(self, words: list[str]) -> Iterator[Found]:
        pairs, opened = self.begins.pairs, self.begins.open
        first = self.begins.words
        for start in [n for n, word in enumerate(words) if word in first or word.isdigit()]:
            word = words[start]
            if word.isdigit():
                yield from self._numbered(words, start)
            if word not in first:
                continue
            second = words[start + 1] if start + 1 < len(words) else None
            if second in (after := pairs[word]):
                yield from _walk(after[second], words, start)
            if word in opened:
                yield from _walk_open(opened[word], words, start)

    def _numbered(self, words: list[str], start: int) -> Iterator[Found]:
        """Follow the lines that begin with a number."""
        after = self.begins.pairs.get(NUMBER, {})
        if start + 1 < len(words) and words[start + 1] in after:
            yield from _walk(after[words[start + 1]], words, start)

    def _together(self, text: str) -> list[Entry]:
        found: dict[Line, str] = {}
        for place in range(len(text) - 1):
            for phrase, line in self.unspaced.get(text[place : place + 2], ()):
                if text.startswith(phrase, place):
                    found[line] = line.choices[0][0]
        return [Entry(line.theme, line.language, text) for line, text in found.items()]

    def _spell(self, found: Found, words: list[str]) -> Entry:
        theme, language = found.line.theme, found.line.language
        said = (
            self.spelling.get((language, word), word) for word in words[found.start : found.end]
        )
        return Entry(theme, language, " ".join(said))


@cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicon that ships."""
    return build(shipped_themes().values())


def build(themes: Iterable[Theme]) -> Lexicon:
    """Make a lexicon of themes."""
    begins = Beginnings()
    unspaced: dict[str, list[tuple[str, Line]]] = defaultdict(list)
    spelling: dict[tuple[str, str], str] = {}
    for theme in themes:
        for line in theme.lines:
            if line.language in UNSPACED:
                written = _SPACE.sub("", fold(line.choices[0][0]))
                unspaced[written[:2]].append((written, line))
            else:
                root = _net(line, spelling)
                for word, nodes in root.next.items():
                    for node in nodes:
                        begins.add(word, node)
                for node in root.number:
                    begins.add(NUMBER, node)
    return Lexicon(begins, dict(unspaced), spelling)


def _net(line: Line, spelling: dict[tuple[str, str], str]) -> Node:
    """Return the beginning of a line's net: each choice leads from where the one before ended."""
    root = Node()
    before = [root]
    for choices in line.choices:
        after = Node()
        ways = [
            _read(form, line.language, spelling) for choice in choices for form in _forms(choice)
        ]
        for way in ways:
            for words in _fill(way):
                _lay(before, words, after)
        before = [*before, after] if [] in ways else [after]
    for node in before:
        node.ends = line
    return root


def _lay(before: list[Node], words: list[str], after: Node) -> None:
    """Lead from every place of `before` over `words` to `after`."""
    if not words:
        return
    second = after
    for word in reversed(words[1:]):
        step = Node()
        step.lead(word, second)
        second = step
    for node in before:
        node.lead(words[0], second)


def _fill(words: list[str]) -> list[list[str]]:
    """A gap is one word or two."""
    if ANY not in words:
        return [words]
    filled: list[list[str]] = [[]]
    for word in words:
        gaps = ([word], [ANY, ANY]) if word == ANY else ([word],)
        filled = [[*one, *gap] for one in filled for gap in gaps]
    return filled


def _forms(choice: str) -> Iterable[str]:
    """Capital letters may look like Latin ones where small letters do not."""
    if _CYRILLIC.search(choice):
        return {fold(form): form for form in (choice, choice.title(), choice.upper())}.values()
    return (choice,)


def _read(choice: str, language: str, spelling: dict[tuple[str, str], str]) -> list[str]:
    """Return the words of a choice, folded; how they are spelt is noted where that differs."""
    if choice.isascii():
        low = choice.lower()
        return [low] if low.isalpha() else _parts(low)
    words: list[str] = []
    for word in choice.split():
        parts = _parts(fold(word))
        if len(parts) == 1 and parts[0] != word:
            spelling[language, parts[0]] = word.lower()
        words += parts
    return words


def _parts(text: str) -> list[str]:
    if ANY not in text and NUMBER not in text:
        return find_words(text)
    return [
        part
        for word in text.split()
        for part in ((word,) if word in (ANY, NUMBER) else find_words(word))
    ]


def _walk(here: list[Node], words: list[str], start: int) -> Iterator[Found]:
    """Follow the nets from the places that the first two words led to."""
    for place in range(start + 2, len(words) + 1):
        for node in here:
            if node.ends is not None:
                yield Found(node.ends, start, place)
        if place == len(words):
            return
        word = words[place]
        here = [after for node in here for after in node.follow(word)]
        if not here:
            return
        if len(here) > 1:
            here = list(dict.fromkeys(here))


def _walk_open(nodes: list[Node], words: list[str], start: int) -> Iterator[Found]:
    """Follow lines that end after their first word, or have a gap or a number there."""
    for node in nodes:
        if node.ends is not None:
            yield Found(node.ends, start, start + 1)
    if start + 1 < len(words):
        second = words[start + 1]
        here = [after for node in nodes for after in node.any]
        if second.isdigit():
            here += [after for node in nodes for after in node.number]
        yield from _walk(here, words, start)


def _words(folded: str) -> list[str]:
    """Return the words of a text; letters set apart are read as the word they spell."""
    if _SET_APART.search(folded):
        folded = _SPACED.sub(_join, folded)
    return find_words(folded)


def _join(spaced: re.Match[str]) -> str:
    return spaced[0][::2]
