"""Writes letters, half of them threats, and the same ones for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bartizan.mail.learned.generation.envelopes import envelope
from bartizan.mail.learned.generation.grammar import Pretext, pretexts
from bartizan.mail.learned.generation.letters import write

#: How often each language is written, against the others.
LANGUAGES = {
    "en": 6.0, "de": 3.0, "pt": 2.5, "fr": 2.5, "es": 2.0, "nl": 2.0, "it": 1.5, "ru": 1.0,
    "zh": 0.7, "ja": 0.7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """A message that we wrote, on which pretext, and whether it is a threat."""

    raw: bytes
    threat: bool
    language: str
    pretext: str


def generate(count: int, seed: int) -> Iterator[Written]:
    """Yield `count` messages, every second one a threat."""
    rng = Random(seed)  # noqa: S311 - chance, not cryptography
    known = {(threat, language): _of(threat, language) for threat in (True, False)
             for language in LANGUAGES}  # fmt: skip
    for number in range(count):
        threat = number % 2 == 0
        language = rng.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
        pretext = rng.choice(known[threat, language])
        raw = envelope(write(pretext, rng), rng)
        yield Written(raw, threat, language, pretext.name)


def _of(threat: bool, language: str) -> tuple[Pretext, ...]:  # noqa: FBT001 - a kind, not a switch
    return tuple(one for one in pretexts() if one.threat == threat and one.language == language)
