"""Trains models from examples, measures them on what they did not see, and puts them on a shelf."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np

from bartizan.base.errors import InvalidError
from bartizan.learning.cards import Card
from bartizan.learning.registry import digest, save
from bartizan.learning.runtime import Model
from bartizan.mail.learned.training.kinds import KINDS
from bartizan.mail.learned.training.lessons import Lesson
from bartizan.mail.learned.training.measuring import Floats, held_out, on_sets

_HELD_OUT = 15  # of a hundred
_FEWEST = 20

Scorer = Callable[[Sequence[Lesson]], Floats]


@dataclass(frozen=True, slots=True)
class Trained:
    """A model as ONNX, with its card, and how to score lessons with it."""

    card: Card
    content: bytes
    score: Scorer

    def measured(self, sets: Mapping[str, Sequence[Lesson]]) -> "Trained":
        """Return it with figures of sets it was not trained on."""
        scores = {name: self.score(lessons) for name, lessons in sets.items()}
        figures = {**self.card.figures, **on_sets(scores)}
        return replace(self, card=replace(self.card, figures=figures))

    def put(self, shelf: Path) -> Path:
        """Put it on a shelf and return its folder."""
        return save(shelf, self.card, self.content)


def train(
    kind: str, lessons: Sequence[Lesson], seed: int, version: str, prior: Model | None = None
) -> Trained:
    """Train a model of a kind, or improve the `prior` one where its kind can be.

    Its figures are of lessons kept out of a first training.

    Raises:
        InvalidError: there are too few lessons, or what trains this kind is not installed.
    """
    _enough(lessons)
    try:
        return _trained(kind, lessons, seed, version, prior)
    except ModuleNotFoundError as error:
        raise InvalidError(
            f"To train the model {kind}, install the extra `train` ({error.name} is missing)."
        ) from error


def sources(lessons: Iterable[Lesson]) -> tuple[str, ...]:
    """Return what was learned from, with how many messages of each kind, and their weight."""
    counts = Counter((one.source, one.threat, one.weight) for one in lessons)
    return tuple(
        f"{source}: {count:,} {'threats' if threat else 'honest'}"
        + (f", each counted {weight:g}" if weight != 1 else "")
        for (source, threat, weight), count in sorted(counts.items())
    )


def _trained(
    kind: str, lessons: Sequence[Lesson], seed: int, version: str, prior: Model | None
) -> Trained:
    recipe, known = KINDS[kind], prior.content if prior is not None else None
    kept, out = _split(lessons, seed)
    _, first = recipe.fit(kept, seed, known)
    figures = held_out(first(out), [one.threat for one in out])
    content, score = recipe.fit(lessons, seed, known)
    card = Card(
        name=kind,
        version=version,
        kind=recipe.words,
        features=recipe.features,
        sha256=digest(content),
        trained_on=(*_before(prior), *sources(lessons)),
        seed=seed,
        default=recipe.default,
        notes=recipe.notes,
        figures=figures,
    )
    return Trained(card, content, score)


def _before(prior: Model | None) -> tuple[str, ...]:
    return () if prior is None else (f"{prior.card.name} {prior.card.version}, improved",)


def _split(lessons: Sequence[Lesson], seed: int) -> tuple[list[Lesson], list[Lesson]]:
    """Split by the text itself, so that copies of a message stay on one side."""
    kept: list[Lesson] = []
    out: list[Lesson] = []
    for one in lessons:
        number = crc32(one.text.encode("utf-8", "replace"), seed) % 100
        (out if number < _HELD_OUT else kept).append(one)
    return kept, out


def _enough(lessons: Sequence[Lesson]) -> None:
    kinds = np.bincount([int(one.threat) for one in lessons], minlength=2)
    if kinds.min() < _FEWEST:
        raise InvalidError(
            f"There are {kinds[1]} threats and {kinds[0]} honest messages to learn from; "
            f"at least {_FEWEST} of each are needed."
        )
