"""Writes one letter: chooses among the alternatives of a pretext and fills in names and sums."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

from bartizan.mail.learned.generation.grammar import Paragraph, Pretext, choose, fill

_LEAVE_OUT = 0.45
_LETTERS, _DIGITS = "ABCDEFGHJKLMNPRSTUVWXYZ", "0123456789"


@dataclass(frozen=True, slots=True)
class Block:
    """One shown piece of a letter; `kind` is `text`, `button` or `list`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it is put into an envelope."""

    pretext: Pretext
    sender: str
    subject: str
    blocks: tuple[Block, ...]
    slots: Mapping[str, str]


def write(pretext: Pretext, rng: Random) -> Letter:
    """Write one letter on a pretext."""
    slots = _slots(pretext.language, rng)

    def say(template: str) -> str:
        return fill(choose(_fresh(template, rng), rng), slots)

    blocks = [block for each in pretext.paragraphs for block in _blocks(each, rng, say)]
    return Letter(
        pretext=pretext,
        sender=say(rng.choice(pretext.senders)),
        subject=say(rng.choice(pretext.subjects)),
        blocks=tuple(blocks),
        slots=slots,
    )


def _blocks(paragraph: Paragraph, rng: Random, say: Callable[[str], str]) -> list[Block]:
    if paragraph.optional and rng.random() < _LEAVE_OUT:
        return []
    if paragraph.kind == "list":
        shown = [line for line in paragraph.lines if rng.random() > _LEAVE_OUT / 2]
        return [Block("list", "\n".join(map(say, shown)))] if shown else []
    wanted = 1 if paragraph.kind == "button" else rng.choices((1, 2, 3), (70, 22, 8))[0]
    lines = rng.sample(paragraph.lines, min(wanted, len(paragraph.lines)))
    return [Block(paragraph.kind, say(line)) for line in lines]


def _fresh(template: str, rng: Random) -> str:
    """Fill the slots that differ each time they appear: two topics of a letter are two."""
    known = _values()["any"]
    for name in ("topic", "city", "amount", "n"):
        mark = f"${name}"
        while mark in template and rng.random() < 0.5:  # noqa: PLR2004 - the rest stays the letter's own
            if name not in known:
                break
            template = template.replace(mark, rng.choice(known[name].split("|")), 1)
    return template


def _slots(language: str, rng: Random) -> dict[str, str]:
    slots = {name: rng.choice(words.split("|")) for name, words in _values()["any"].items()}
    currency = rng.choice(_values()["language"][language].split())
    slots |= {
        "amount": rng.choice(_values()["sums"][currency].split("|")),
        "n": str(rng.randint(2, 10 ** rng.randint(1, 6))),
        "code": _random(rng, _LETTERS, 2) + _random(rng, _DIGITS, 8),
        "btc": "bc1q" + _random(rng, _LETTERS.lower() + _DIGITS, 34),
        "phone": f"{rng.randint(200, 999)} {rng.randint(200, 999)} {_random(rng, _DIGITS, 4)}",
        "ip": ".".join(str(rng.randint(1, 254)) for _ in range(4)),
        "time": f"{rng.randint(0, 23):02}:{rng.choice((0, 15, 30, 45)):02}",
        "date": _date(rng),
        "url": f"https://{slots['host']}/{_random(rng, _LETTERS.lower(), 9)}",
    }
    slots["user"] = rng.choice((slots["first"], slots["first"].lower() + _random(rng, _DIGITS, 2)))
    slots["address"] = f"{slots['user'].lower().replace(' ', '.')}@{slots['host']}"
    return slots


def _date(rng: Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2021, 2027)
    forms = (f"{day:02}/{month:02}/{year}", f"{day}.{month}.{year}", f"{year}-{month:02}-{day:02}")
    return rng.choice(forms)


def _random(rng: Random, letters: str, count: int) -> str:
    return "".join(rng.choice(letters) for _ in range(count))


@cache
def _values() -> Mapping[str, Mapping[str, str]]:
    text = files(__package__).joinpath("texts", "values.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
