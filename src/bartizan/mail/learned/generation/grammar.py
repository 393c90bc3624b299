"""Reads the texts from which letters are written, and chooses among their alternatives.

A text file holds one table for each pretext. `from` are sender names, separated by `|`; each line
of `subject` is one alternative. `body` is paragraphs separated by blank lines, of which each line
is one alternative; a paragraph is marked by how its first line begins: `? ` may be left out, `> `
is a button, `* ` is a list of which several lines are shown. Within a line `{a|b}` chooses, also
nested, and `$name` is filled in from `values.toml`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

_INNERMOST = re.compile(r"\{([^{}]{0,400})\}")
_SLOT = re.compile(r"\$([a-z0-9]{1,20})")
_BAR = re.compile(r"\|(?![^{}]{0,200}\})")
_MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Alternatives for one place in a letter; `kind` is `text`, `button` or `list`."""

    kind: str
    optional: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pretext:
    """One idea of a letter in one language, and whether it is a threat."""

    name: str
    language: str
    threat: bool
    senders: tuple[str, ...]
    subjects: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]


@cache
def pretexts() -> tuple[Pretext, ...]:
    """Return every pretext that ships, in a fixed order."""
    return tuple(_every_pretext())


def choose(template: str, rng: Random) -> str:
    """Return `template` with each `{a|b}` replaced by one of its alternatives."""
    for _ in range(_MOST_CHOICES):
        replaced = _INNERMOST.sub(lambda found: rng.choice(found[1].split("|")), template)
        if replaced == template:
            break
        template = replaced
    return template


def fill(template: str, slots: Mapping[str, str]) -> str:
    """Return `template` with each `$name` that is known filled in."""
    return _SLOT.sub(lambda found: slots.get(found[1], found[0]), template)


def read_paragraphs(body: str) -> tuple[Paragraph, ...]:
    """Read the paragraphs of a body."""
    blocks = (block.strip().split("\n") for block in body.strip().split("\n\n"))
    return tuple(paragraph for block in blocks for paragraph in _paragraphs_of(block))


def _paragraphs_of(lines: list[str]) -> Iterator[Paragraph]:
    """Lines of one block that are marked differently are paragraphs of their own."""
    groups: dict[tuple[str, bool], list[str]] = {}
    for line in lines:
        optional = line.startswith("? ")
        rest = line.removeprefix("? ")
        kind = {"> ": "button", "* ": "list"}.get(rest[:2], "text")
        words = rest if kind == "text" else rest[2:]
        groups.setdefault((kind, optional), []).append(words)
    for (kind, optional), words_of in groups.items():
        yield Paragraph(kind, optional, tuple(words_of))


def _every_pretext() -> Iterator[Pretext]:
    for folder, threat in (("threats", True), ("honest", False)):
        entries = files(__package__).joinpath("texts", folder).iterdir()
        for entry in sorted(entries, key=lambda entry: entry.name):
            language = entry.name.removesuffix(".toml").partition("-")[0]
            tables = tomllib.loads(entry.read_text(encoding="utf-8"))
            for name, table in tables.items():
                yield _pretext(name, language, table, threat=threat)


def _pretext(name: str, language: str, table: Mapping[str, str], *, threat: bool) -> Pretext:
    return Pretext(
        name=name,
        language=language,
        threat=threat,
        senders=tuple(_BAR.split(table["from"])),
        subjects=tuple(table["subject"].strip().split("\n")),
        paragraphs=read_paragraphs(table["body"]),
    )
