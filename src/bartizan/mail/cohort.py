"""A cohort of messages that goes through the same steps side by side.

Every step is done for all of them before the next begins. A message that goes its way alone pulls
the code and the tables of all steps through the processor's caches again; side by side, they are
fetched once a cohort (docs/decisions/0008-messages-are-judged-side-by-side.md has the figures).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bartizan.base.clock import Clock
from bartizan.mail.evidence import Facts, Opinion, Signature
from bartizan.mail.verdict import DefectSeen, Mitigation, Suspicion


@dataclass(slots=True)
class Case:
    """One message on its way: what is known of it by now, and the seconds it has taken.

    `silent` tells who was asked about it and could not answer: scanners, models, detectors.
    """

    facts: Facts
    signatures: tuple[Signature, ...] = ()
    opinions: dict[str, Opinion] = field(default_factory=dict)
    suspicions: list[Suspicion] = field(default_factory=list)
    mitigations: list[Mitigation] = field(default_factory=list)
    silent: list[DefectSeen] = field(default_factory=list)
    seconds: float = 0.0


Step = Callable[[Case], None]


def advance(cases: Sequence[Case], steps: Iterable[Step], clock: Clock) -> None:
    """Take every case through each step before the next, and note the time that each took."""
    now = clock.monotonic()
    for step in steps:
        for case in cases:
            step(case)
            then = clock.monotonic()
            case.seconds += then - now
            now = then


def learning_more(stage: Callable[[Facts], Facts]) -> Step:
    """Return the step that replaces the facts of a case by what a stage makes of them."""

    def step(case: Case) -> None:
        case.facts = stage(case.facts)

    return step


def settle(case: Case) -> None:
    """Add what signatures and models say to the facts, so that detectors see it."""
    case.facts = replace(case.facts, signatures=case.signatures, opinions=case.opinions)
