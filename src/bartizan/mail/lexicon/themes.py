"""Reads the themes of the lexicon: TOML files of phrases, in which groups stand for their choices.

`(verify|confirm) your (account|identity|)` stands for six phrases; `*` stands for one or two words
of any kind, `#` for a number.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

#: More phrases than one line may stand for: a slip of the pen, not a phrase.
EXPANSION_LIMIT = 400
#: Languages written without spaces between words.
UNSPACED = frozenset({"zh", "ja"})

_GROUP = re.compile(r"\(([^()]*)\)")
_GAP = ("*", "* *")


class ThemeError(ValueError):
    """A theme's file is not one: the sentence says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: its id, what it is about, and its phrases (language, words)."""

    id: str
    about: str
    phrases: tuple[tuple[str, str], ...]


@cache
def shipped_themes() -> dict[str, Theme]:
    """Return every theme that ships, by its id.

    Raises:
        ThemeError: a file is not a theme.
    """
    found = sorted(
        (file.name.removesuffix(".toml"), file.read_text("utf-8"))
        for file in files("bartizan.mail.lexicon").iterdir()
        if file.name.endswith(".toml")
    )
    return {name: read_theme(name, text) for name, text in found}


def read_theme(name: str, text: str) -> Theme:
    """Read one theme's file.

    Raises:
        ThemeError: it is not TOML, says nothing about itself, or has a phrase that is none.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(f"{name}.toml cannot be read: {error}") from error
    about, languages = content.get("about"), content.get("phrases")
    if not isinstance(about, str) or not isinstance(languages, dict):
        raise ThemeError(f"{name}.toml needs `about`, a sentence, and the table `phrases`.")
    return Theme(name, about, tuple(_phrases(name, languages)))


def _phrases(name: str, languages: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for language, written in languages.items():
        known: set[str] = set()
        for line in written:
            try:
                choices = expand(line)
            except ValueError as error:
                raise ThemeError(f"{name}.toml, {language}: {error}") from error
            for phrase in choices:
                if phrase not in known:
                    known.add(phrase)
                    yield language, phrase


def expand(line: str) -> list[str]:
    """Return the phrases that one line of a theme stands for.

    Raises:
        ValueError: brackets are open or nested, nothing is left, or there are too many.
    """
    parts = _GROUP.split(line)
    if any(mark in part for part in parts for mark in "()"):
        raise ValueError(f"{line!r} has brackets that do not close, or nest.")
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > EXPANSION_LIMIT:
        raise ValueError(f"{line!r} stands for {count} phrases; {EXPANSION_LIMIT} are allowed.")
    phrases = [" ".join("".join(chosen).split()) for chosen in product(*choices)]
    if not all(phrase.strip("*# ") for phrase in phrases):
        raise ValueError(f"{line!r} may stand for nothing.")
    return [filled for phrase in phrases for filled in _fill_gaps(phrase)]


def _fill_gaps(phrase: str) -> Iterator[str]:
    if "*" not in phrase:
        yield phrase
        return
    pieces = phrase.split("*")
    for gaps in product(_GAP, repeat=len(pieces) - 1):
        joined = "".join(piece + gap for piece, gap in zip(pieces, (*gaps, ""), strict=True))
        yield " ".join(joined.split())
