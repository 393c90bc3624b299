"""The lines of a message around the words that were searched for, with those words marked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bartizan.storage.search.query import AllOf, AnyOf, Query, Words
from bartizan.storage.search.tokens import words_of

_READ = 200_000  # characters of the text that are looked through
_AROUND = 60  # characters shown on each side of a hit
_HITS = 3
_OPENING = 160  # characters shown of a text without a hit

_TOKEN = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of text; `marked` if it is what was searched for."""

    text: str
    marked: bool


def pattern_of(query: Query) -> re.Pattern[str] | None:
    """Return what finds the words that `query` wants in a text; `None` if it wants none there."""
    wanted = dict.fromkeys(_expression(words) for words in _wanted(query))
    return re.compile("|".join(wanted), re.IGNORECASE) if wanted else None


def _wanted(query: Query) -> Iterator[Words]:
    """Yield the words that a hit may show in its text; those under a `Not` it cannot show."""
    if isinstance(query, Words) and query.field in (None, "body") and _TOKEN.search(query.text):
        yield query
    elif isinstance(query, AllOf | AnyOf):
        for clause in query.clauses:
            yield from _wanted(clause)


def _expression(words: Words) -> str:
    tokens = _TOKEN.findall(words.text)
    end = r"[^\W_]{0,60}" if words.prefix else _END
    if any(len(words_of(token)) != 1 for token in tokens):
        return r"(?:\W|_){0,20}".join(tokens)  # a script that puts no spaces between words
    return _START + r"(?:\W|_){1,20}".join(tokens) + end


def snippet(text: str, pattern: re.Pattern[str] | None) -> tuple[Fragment, ...]:
    """Return fragments that read in order, with an ellipsis where text is left out."""
    read = text[:_READ]
    hits = [] if pattern is None else [m.span() for m in islice(pattern.finditer(read), _HITS)]
    if not hits:
        return _folded([(read[:_OPENING], False), (" …" if len(read) > _OPENING else "", False)])
    pieces: list[tuple[str, bool]] = []
    for start, stop, spans in _windows(hits, len(read)):
        pieces.append(("… " if start > 0 and not pieces else "", False))
        pieces += _marked(read, start, stop, spans)
        pieces.append((" … " if stop < len(text) else "", False))
    return _folded(pieces)


def _windows(
    hits: list[tuple[int, int]], length: int
) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Yield start, stop and hits of each stretch to show; those that touch become one."""
    spans: list[tuple[int, int]] = []
    for span in hits:
        if spans and span[0] - _AROUND > spans[-1][1] + _AROUND:
            yield _window(spans, length)
            spans = []
        spans.append(span)
    yield _window(spans, length)


def _window(spans: list[tuple[int, int]], length: int) -> tuple[int, int, list[tuple[int, int]]]:
    return max(0, spans[0][0] - _AROUND), min(length, spans[-1][1] + _AROUND), spans


def _marked(
    text: str, start: int, stop: int, spans: list[tuple[int, int]]
) -> Iterator[tuple[str, bool]]:
    for low, high in spans:
        yield text[start:low], False
        yield text[low:high], True
        start = high
    yield text[start:stop], False


def _folded(pieces: list[tuple[str, bool]]) -> tuple[Fragment, ...]:
    """Join neighbours of one kind and fold white space."""
    joined: list[tuple[str, bool]] = []
    for text, marked in pieces:
        if joined and joined[-1][1] == marked:
            joined[-1] = (joined[-1][0] + text, marked)
        elif text:
            joined.append((text, marked))
    folded = [(_SPACE.sub(" ", text), marked) for text, marked in joined]
    if folded:
        folded[0] = (folded[0][0].lstrip(), folded[0][1])
        folded[-1] = (folded[-1][0].rstrip(), folded[-1][1])
    return tuple(Fragment(text, marked) for text, marked in folded if text)
