"""Reads the themes of the lexicon: TOML files of lines, in which groups stand for their choices.

`(verify|confirm) your (account|identity|)` stands for six phrases; `*` stands for one or two words
of any kind, `#` for a number. Lines are never written out: they stay as short as they were.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: Languages written without spaces between words; their lines are phrases as they stand.
UNSPACED = frozenset({"zh", "ja"})
#: Words of a line that stand for others.
ANY, NUMBER = "*", "#"

_PIECE = re.compile(r"\(([^()]*)\)|([^()\s]+)")
_BRACKET = re.compile(r"[()]")
_WORDY = re.compile(r"[^\W_]")
_SAYS = re.compile(r"[^\W_]|[*#]")
_TOUCHING = re.compile(r"[^\s('\u2019]\(|\)[^\s)]")


class ThemeError(ValueError):
    """A theme's file is not one: the sentence says what is wrong with it."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line of a theme: choices in turn; an empty choice may be left out."""

    theme: str
    language: str
    choices: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: its id, what it is about, and its lines."""

    id: str
    about: str
    lines: tuple[Line, ...]


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
        ThemeError: it is not TOML, says nothing about itself, or has a line that is none.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(f"{name}.toml cannot be read: {error}") from error
    about, languages = content.get("about"), content.get("phrases")
    if not isinstance(about, str) or not isinstance(languages, dict):
        raise ThemeError(f"{name}.toml needs `about`, a sentence, and the table `phrases`.")
    return Theme(name, about, tuple(_lines(name, languages)))


def _lines(name: str, languages: dict[str, list[str]]) -> Iterator[Line]:
    for language, written in languages.items():
        for line in dict.fromkeys(written):
            try:
                yield Line(name, language, read_line(line, spaced=language not in UNSPACED))
            except ValueError as error:
                raise ThemeError(f"{name}.toml, {language}: {error}") from error


def read_line(line: str, *, spaced: bool = True) -> tuple[tuple[str, ...], ...]:
    """Return the choices of a line, in turn.

    Raises:
        ValueError: brackets are open, nested or within a word; the line begins with a gap; a
            choice has only signs, which are not read; or the line may stand for nothing.
    """
    if not spaced:
        return _read_unspaced(line)
    if _BRACKET.search(_PIECE.sub("", line)) or _TOUCHING.search(line):
        raise ValueError(f"{line!r} has brackets that do not close, that nest, or touch a word.")
    choices = tuple(
        tuple(piece[1].split("|")) if piece[2] is None else (piece[2],)
        for piece in _PIECE.finditer(line)
    )
    if not any(all(_WORDY.search(choice) for choice in here) for here in choices):
        raise ValueError(f"{line!r} may stand for nothing.")
    if any(choice and not _SAYS.search(choice) for here in choices for choice in here):
        raise ValueError(f"{line!r} has a choice of nothing but signs, which are not read.")
    if any(choice.startswith(ANY) for choice in _first(choices)):
        raise ValueError(f"{line!r} begins with a gap.")
    return choices


def _first(choices: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """Yield what a line may begin with."""
    for here in choices:
        yield from here
        if all(here):
            return


def _read_unspaced(line: str) -> tuple[tuple[str, ...], ...]:
    if len(line) < 2 or any(mark in line for mark in "()|*#"):  # noqa: PLR2004 - pairs are looked up
        raise ValueError(f"{line!r} has to be a plain phrase of two characters or more.")
    return ((line,),)
