"""Model cards: what a model is, what it was trained on, and how good it was.

A card is `card.toml` beside `model.onnx`. Its `sha256` is of the model's bytes; `features` is the
version of what the model is fed: one that was trained for other features is not used.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from bartizan.learning.errors import ModelUnreadableError

_VERSION = re.compile(r"\d{1,9}(\.\d{1,9}){0,3}")


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a model; `figures` are measurements by what they are of.

    `default` says whether the model is part of the default judgement or only kept for those who
    ask for it; `notes` say why.
    """

    name: str
    version: str
    kind: str
    features: int
    sha256: str
    trained_on: tuple[str, ...] = ()
    seed: int = 0
    licence: str = "Apache-2.0"
    default: bool = True
    notes: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, ...]:
        """The version as numbers, to compare."""
        return tuple(map(int, self.version.split(".")))


def read_card(text: str) -> Card:
    """Read a card.

    Raises:
        ModelUnreadableError: it is not TOML, or lacks what a card must have.
    """
    try:
        told = tomllib.loads(text)
        card = Card(
            name=str(told["name"]),
            version=str(told["version"]),
            kind=str(told["kind"]),
            features=int(told["features"]),
            sha256=str(told["sha256"]),
            trained_on=tuple(map(str, told.get("trained_on", ()))),
            seed=int(told.get("seed", 0)),
            licence=str(told.get("licence", "")),
            default=bool(told.get("default", True)),
            notes=str(told.get("notes", "")),
            figures={str(key): float(value) for key, value in told.get("figures", {}).items()},
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelUnreadableError(f"A model card cannot be read: {error}.") from error
    if not _VERSION.fullmatch(card.version):
        raise ModelUnreadableError(
            f"The card of {card.name} has no version of numbers and dots: {card.version[:40]!r}."
        )
    return card


def write_card(card: Card) -> str:
    """Return a card as TOML; JSON strings are TOML strings."""
    lines = [
        f"name = {_text(card.name)}",
        f"version = {_text(card.version)}",
        f"kind = {_text(card.kind)}",
        f"features = {card.features}",
        f"sha256 = {_text(card.sha256)}",
        f"trained_on = [{', '.join(map(_text, card.trained_on))}]",
        f"seed = {card.seed}",
        f"licence = {_text(card.licence)}",
        f"default = {'true' if card.default else 'false'}",
        f"notes = {_text(card.notes)}",
        "",
        "[figures]",
        *(f"{_text(name)} = {float(value)!r}" for name, value in card.figures.items()),
    ]
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
