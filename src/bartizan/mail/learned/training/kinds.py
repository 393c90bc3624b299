"""The kinds of models that can be trained, how each is, and whether it judges by default.

Which do is decided by measurement on mail that none of them saw; `docs/mail/models.md` has it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bartizan.learning.cards import Card
from bartizan.learning.registry import digest
from bartizan.learning.runtime import Model
from bartizan.mail.learned import (
    findings_expert,
    link_expert,
    sequence_expert,
    structure_experts,
    text_expert,
)
from bartizan.mail.learned.sequence_expert import word_row
from bartizan.mail.learned.training import boosting, forests, networks, text
from bartizan.mail.learned.training.lessons import Lesson
from bartizan.mail.learned.training.measuring import Floats
from bartizan.mail.learned.training.strangers import unseen_logits
from bartizan.mail.learned.url_letters import letters

Scorer = Callable[[Sequence[Lesson]], Floats]
Fit = Callable[[Sequence[Lesson], int, bytes | None], tuple[bytes, Scorer]]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of model is made: `fit` returns it as ONNX and scores lessons with it.

    `fit` may be given a model to improve; only the text model can be, the others start anew.
    """

    words: str
    features: int
    fit: Fit
    default: bool
    notes: str = ""


def _text(lessons: Sequence[Lesson], seed: int, prior: bytes | None) -> tuple[bytes, Scorer]:
    known = None if prior is None else text.from_onnx(prior)
    texts = [one.text for one in lessons]
    model = text.train(texts, _labels(lessons), _weights(lessons), seed, known)
    return text.to_onnx(model), lambda those: model.logits([one.text for one in those])


def _structure(lessons: Sequence[Lesson], seed: int, _prior: bytes | None) -> tuple[bytes, Scorer]:
    rows = _structures(lessons)
    forest = forests.train_forest(rows, _labels(lessons), _weights(lessons), seed)
    content = forests.forest_to_onnx(forest, rows.shape[1])
    return content, lambda those: _votes(forest.predict_proba(_structures(those))[:, 1])


def _anomaly(lessons: Sequence[Lesson], seed: int, _prior: bytes | None) -> tuple[bytes, Scorer]:
    rows = _structures([one for one in lessons if not one.threat])
    forest = forests.train_isolation(rows, seed)
    content = forests.isolation_to_onnx(forest, rows.shape[1])
    return content, lambda those: _votes(-forest.decision_function(_structures(those)))


def _links(lessons: Sequence[Lesson], seed: int, _prior: bytes | None) -> tuple[bytes, Scorer]:
    known = {url: one for one in lessons for url in one.links}
    told = list(known.values())
    rows = np.stack([letters(url) for url in known])
    weight = np.array(_weights(told), np.float32)
    content = networks.links_to_onnx(networks.train_links(rows, _floats(told), weight, seed))
    ask = _open(link_expert.NAME, content)

    def worst(one: Lesson) -> float:
        if not one.links:
            return 0.0
        return float(ask({"letters": np.stack([letters(url) for url in one.links])})[0].max())

    return content, lambda those: np.array([worst(one) for one in those])


def _sequence(lessons: Sequence[Lesson], seed: int, _prior: bytes | None) -> tuple[bytes, Scorer]:
    rows = np.stack([word_row(one.text) for one in lessons])
    weight = np.array(_weights(lessons), np.float32)
    weights = networks.train_sequence(rows, _floats(lessons), weight, seed)
    content = networks.sequence_to_onnx(weights)
    ask = _open(sequence_expert.NAME, content)

    def likely(one: Lesson) -> float:
        return float(ask({"words": word_row(one.text)[None]})[0][0, 0])

    return content, lambda those: np.array([likely(one) for one in those])


def _findings(lessons: Sequence[Lesson], seed: int, _prior: bytes | None) -> tuple[bytes, Scorer]:
    rows = _weighings(lessons, unseen_logits(lessons, seed))
    trees = boosting.train(rows, _labels(lessons), _weights(lessons), seed)
    texts = [one.text for one in lessons]
    reader = text.train(texts, _labels(lessons), _weights(lessons), seed)

    def score(those: Sequence[Lesson]) -> Floats:
        logits = reader.logits([one.text for one in those])
        return _votes(trees.predict_proba(_weighings(those, logits))[:, 1])

    return boosting.to_onnx(trees), score


def _weighings(lessons: Sequence[Lesson], logits: Any) -> Any:
    pairs = zip(lessons, logits, strict=True)
    return np.stack([findings_expert.row(one.findings, said, one.read) for one, said in pairs])


def _labels(lessons: Sequence[Lesson]) -> list[bool]:
    return [one.threat for one in lessons]


def _floats(lessons: Sequence[Lesson]) -> Any:
    return np.array(_labels(lessons), np.float32)


def _weights(lessons: Sequence[Lesson]) -> list[float]:
    return [one.weight for one in lessons]


def _structures(lessons: Sequence[Lesson]) -> Any:
    return np.stack([one.structure for one in lessons])


def _votes(scores: Any) -> Floats:
    return np.asarray(scores, np.float64)


def _open(name: str, content: bytes) -> Model:
    """What is measured is what will run."""
    return Model(Card(name, "0", "", 0, digest(content)), content)


KINDS = {
    text_expert.NAME: Kind(
        "logistic regression over hashed fragments of text", text_expert.FEATURES, _text,
        default=True,
    ),
    structure_experts.STRUCTURE: Kind(
        "random forest over what a message is made of", structure_experts.FEATURES, _structure,
        default=True,
    ),
    findings_expert.NAME: Kind(
        "boosted trees over the heaviest findings and the words", findings_expert.FEATURES,
        _findings, default=True,
        notes="Tempers what the softer findings add up to; its figures are of the trees alone.",
    ),
    structure_experts.ANOMALY: Kind(
        "isolation forest over what honest mail is made of", structure_experts.FEATURES, _anomaly,
        default=False, notes="Sets newsletters apart as readily as threats; see its figures.",
    ),
    link_expert.NAME: Kind(
        "convolution over the characters of links", link_expert.FEATURES, _links, default=False,
        notes="Adds nothing to the detectors of links on mail it never saw; see its figures.",
    ),
    sequence_expert.NAME: Kind(
        "long short-term memory over words", sequence_expert.FEATURES, _sequence, default=False,
        notes="Finds far less than the text model on mail it never saw; see its figures.",
    ),
}  # fmt: skip
