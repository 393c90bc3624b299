"""Finds the detectors, and asks them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import islice

from bartizan.base.roll_call import roll_call
from bartizan.mail import detectors
from bartizan.mail.cohort import Case, Step
from bartizan.mail.evidence import Detector, read_detector
from bartizan.mail.verdict import DefectSeen

#: Detectors that one step asks: few enough to stay in a cache, many enough to be worth a step.
_TOGETHER = 8


@cache
def shipped_detectors() -> Mapping[str, Detector]:
    """Return every detector, ours and installed ones, in the order of their ids.

    Raises:
        RollCallError: a detector lacks its shape, or two share an id.
    """
    return roll_call(detectors, "detectors", read_detector)


def asking(detectors: Iterable[Detector]) -> Iterator[Step]:
    """Yield steps that ask some detectors each; where one cannot decide, that is noted.

    A detector that fails on a hostile message must neither lose the message nor hide itself.
    """
    remaining = iter(detectors)
    while some := tuple(islice(remaining, _TOGETHER)):
        yield partial(_ask, some)


def _ask(detectors: Iterable[Detector], case: Case) -> None:
    for detector in detectors:
        try:
            suspicion = detector(case.facts)
        except Exception as error:  # noqa: BLE001 - plug-ins meet every byte an attacker can send
            case.silent.append(_failure(detector.id, error))
        else:
            if suspicion is not None:
                case.suspicions.append(suspicion)


def _failure(identifier: str, error: Exception) -> DefectSeen:
    return DefectSeen(
        code="detector-failed",
        sentence=f"The detector {identifier} could not decide ({type(error).__name__}).",
        offset=0,
    )
