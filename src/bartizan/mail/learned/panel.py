"""The panel of experts: the trained models that are asked about every message."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

from bartizan.learning.registry import Registry, Shelf
from bartizan.learning.runtime import Model
from bartizan.mail.cohort import Case, Step
from bartizan.mail.evidence import Facts, Opinion
from bartizan.mail.learned import (
    findings_expert,
    link_expert,
    sequence_expert,
    structure_experts,
    text_expert,
)
from bartizan.mail.learned.findings_expert import FindingsExpert
from bartizan.mail.learned.link_expert import LinkExpert
from bartizan.mail.learned.sequence_expert import SequenceExpert
from bartizan.mail.learned.structure_experts import (
    ANOMALY,
    STRUCTURE,
    AnomalyExpert,
    StructureExpert,
)
from bartizan.mail.learned.text_expert import TextExpert
from bartizan.mail.verdict import DefectSeen, Mitigation, Suspicion

Expert = Callable[[Facts], Opinion]
Weigher = Callable[[Facts, Sequence[Suspicion]], Mitigation | None]

#: The name of each kind of model: the version of its features, and the expert that asks it.
_EXPERTS: Mapping[str, tuple[int, Callable[[Model], Expert]]] = {
    text_expert.NAME: (text_expert.FEATURES, TextExpert),
    STRUCTURE: (structure_experts.FEATURES, StructureExpert),
    ANOMALY: (structure_experts.FEATURES, AnomalyExpert),
    link_expert.NAME: (link_expert.FEATURES, LinkExpert),
    sequence_expert.NAME: (sequence_expert.FEATURES, SequenceExpert),
}


class Panel:
    """Experts by the names of their models, and one that weighs what detectors found."""

    def __init__(self, experts: Mapping[str, Expert], weigher: Weigher | None = None) -> None:
        self._experts = dict(experts)
        self._weigher = weigher

    def steps(self) -> Iterator[Step]:
        """Yield the step that asks each expert; where one has no answer, that is noted."""
        for name, expert in self._experts.items():
            yield _guarded(name, partial(_ask, name, expert))

    def closing_steps(self) -> Iterator[Step]:
        """Yield what is to be done once detectors were asked."""
        if self._weigher is not None:
            yield _guarded(findings_expert.NAME, partial(_weigh, self._weigher))


def _ask(name: str, expert: Expert, case: Case) -> None:
    case.opinions[name] = expert(case.facts)


def _weigh(weigher: Weigher, case: Case) -> None:
    mitigation = weigher(case.facts, case.suspicions)
    if mitigation is not None:
        case.mitigations.append(mitigation)


def _guarded(name: str, ask: Step) -> Step:
    """An expert that fails on a hostile message must neither lose the message nor hide itself."""

    def step(case: Case) -> None:
        try:
            ask(case)
        except Exception as error:  # noqa: BLE001 - experts meet every byte an attacker can send
            case.silent.append(_failure(name, error))

    return step


def _failure(name: str, error: Exception) -> DefectSeen:
    sentence = f"The model {name} could not be asked ({type(error).__name__})."
    return DefectSeen(code="model-failed", sentence=sentence, offset=0)


def open_panel(registry: Registry) -> Panel:
    """Return the experts whose models judge by default, as their cards say, or were chosen.

    Raises:
        ModelMissingError: the text model is missing, without which nothing is read.
        ModelTamperedError: a model's bytes do not match its card.
        ModelUnreadableError: a card cannot be read.
    """
    default = {card.name for card, _ in registry.cards() if card.default}
    wanted = default | registry.chosen | {text_expert.NAME}
    experts = {
        name: make(registry.load(name, features))
        for name, (features, make) in _EXPERTS.items()
        if name in wanted
    }
    if findings_expert.NAME not in wanted:
        return Panel(experts)
    trees = registry.load(findings_expert.NAME, findings_expert.FEATURES)
    return Panel(experts, FindingsExpert(trees))


def shelves(own: Path | None) -> tuple[Shelf, ...]:
    """Return where models are kept: those that ship, then a customer's own."""
    shipped = files("bartizan.mail.learned").joinpath("models")
    return (shipped, own) if own is not None else (shipped,)


@cache
def shipped_panel() -> Panel:
    """Return the panel of the models that ship."""
    return open_panel(Registry(shelves(None)))
