"""Comments of structured header fields (RFC 5322, section 3.2.2), nested to any depth."""

import re
from typing import NamedTuple

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+|\\.|[()]|[^"\\()]++|\\', re.DOTALL)


class Uncommented(NamedTuple):
    """A value without its comments, each outermost comment, and where in `text` it stood."""

    text: str
    comments: tuple[str, ...]
    positions: tuple[int, ...]


def split_comments(value: str) -> Uncommented:
    """Take the comments out of `value`.

    A parenthesis that is never closed opens no comment: it is dropped and the rest is kept, so a
    stray `(` cannot hide what follows. Linear in the length.
    """
    if "(" not in value and ")" not in value:
        return Uncommented(value, (), ())
    tokens: list[str] = _TOKEN.findall(value)
    pairs = _outermost(tokens)
    text: list[str] = []
    comments, positions, length, index = [], [], 0, 0
    while index < len(tokens):
        token = tokens[index]
        if index in pairs:
            comments.append(_unescaped("".join(tokens[index + 1 : pairs[index]])))
            positions.append(length)
            index = pairs[index]
        elif token not in ("(", ")"):
            if comments and positions[-1] == length and (not text or text[-1][-1:].isspace()):
                token = token.lstrip()  # of the spaces around a comment one is enough
            text.append(token)
            length += len(token)
        index += 1
    return Uncommented("".join(text), tuple(comments), tuple(positions))


def _outermost(marks: list[str]) -> dict[int, int]:
    """Return where each outermost balanced pair opens and closes."""
    openings: list[int] = []
    pairs: dict[int, int] = {}
    for index, mark in enumerate(marks):
        if mark == "(":
            openings.append(index)
        elif mark == ")" and openings:
            pairs[openings.pop()] = index
    return _without_inner(pairs)


def _without_inner(pairs: dict[int, int]) -> dict[int, int]:
    kept: dict[int, int] = {}
    end = -1
    for start in sorted(pairs):
        if start > end:
            kept[start] = end = pairs[start]
    return kept


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL).strip() if "\\" in text else text.strip()
