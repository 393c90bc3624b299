"""Finds models: those that ship, and a customer's own, of which the newer wins.

A model is a folder with `model.onnx` and `card.toml`. Bytes that do not match their card's digest
are refused: a model decides what reaches people, and nobody would notice a wrong one.
"""

import hashlib
from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from threading import Lock

from bartizan.learning.cards import Card, read_card, write_card
from bartizan.learning.errors import (
    ModelMissingError,
    ModelTamperedError,
    ModelUnreadableError,
)
from bartizan.learning.runtime import Model

MODEL_FILE, CARD_FILE = "model.onnx", "card.toml"
_LARGEST = 200_000_000

Shelf = Path | Traversable


class Registry:
    """The models on one or more shelves; of equal versions the one on the later shelf wins."""

    def __init__(self, shelves: Sequence[Shelf], chosen: Sequence[Path] = ()) -> None:
        """`chosen` are folders of models that win over all others of their names.

        Raises:
            ModelUnreadableError: one of them has no card that can be read.
        """
        self._shelves = tuple(shelves)
        cards = [(_card(folder), folder) for folder in chosen]
        self._chosen = {card.name: (card, folder) for card, folder in cards}
        self._lock = Lock()
        self._loaded: dict[str, Model] = {}

    @property
    def chosen(self) -> frozenset[str]:
        """The names of the models that were chosen."""
        return frozenset(self._chosen)

    def cards(self) -> list[tuple[Card, Shelf]]:
        """Return the card of the model that is used of each name, and its folder.

        Raises:
            ModelUnreadableError: a card cannot be read.
        """
        best: dict[str, tuple[Card, Shelf]] = {}
        for card, folder in self._every_card():
            known = best.get(card.name)
            if known is None or card.order >= known[0].order:
                best[card.name] = (card, folder)
        return [best[name] for name in sorted(best)]

    def load(self, name: str, features: int) -> Model:
        """Return the model of a name that was trained for this version of its features.

        Raises:
            ModelMissingError: there is none.
            ModelTamperedError: its bytes do not match its card.
            ModelUnreadableError: it or its card cannot be read.
        """
        with self._lock:
            if name not in self._loaded:
                self._loaded[name] = self._load(name, features)
            return self._loaded[name]

    def _load(self, name: str, features: int) -> Model:
        fitting = [
            (card, folder)
            for card, folder in self._every_card()
            if card.name == name and card.features == features
        ]
        if not fitting:
            raise ModelMissingError(
                f"There is no model {name} for version {features} of its features. "
                "Train one with `bartizan mail train`."
            )
        newest = max(card.order for card, _ in fitting)
        card, folder = [one for one in fitting if one[0].order == newest][-1]
        return Model(card, _checked(card, folder))

    def _every_card(self) -> Iterator[tuple[Card, Shelf]]:
        yield from self._chosen.values()
        for card, folder in self._on_shelves():
            if card.name not in self._chosen:
                yield card, folder

    def _on_shelves(self) -> Iterator[tuple[Card, Shelf]]:
        for shelf in self._shelves:
            if not shelf.is_dir():
                continue
            for folder in sorted(shelf.iterdir(), key=lambda entry: entry.name):
                if folder.joinpath(CARD_FILE).is_file():
                    yield _card(folder), folder


def save(shelf: Path, card: Card, content: bytes) -> Path:
    """Put a model on a shelf under its name, with the digest of its bytes; return its folder."""
    folder = shelf / card.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MODEL_FILE).write_bytes(content)
    (folder / CARD_FILE).write_text(write_card(card), encoding="utf-8")
    return folder


def digest(content: bytes) -> str:
    """Return the digest that a card holds of a model."""
    return hashlib.sha256(content).hexdigest()


def _card(folder: Shelf) -> Card:
    return read_card(_read_text(folder.joinpath(CARD_FILE)))


def _read_text(path: Shelf) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelUnreadableError(f"The model card {path} cannot be read.") from error


def _checked(card: Card, folder: Shelf) -> bytes:
    try:
        content = folder.joinpath(MODEL_FILE).read_bytes()
    except OSError as error:
        raise ModelUnreadableError(f"The model {card.name} cannot be read: {error}.") from error
    if len(content) > _LARGEST or digest(content) != card.sha256:
        raise ModelTamperedError(
            f"The bytes of the model {card.name} {card.version} are not the ones its card names. "
            "Install it again, or delete its folder."
        )
    return content
