"""Runs every detector over one message's facts."""

from collections.abc import Iterable, Mapping
from functools import cache

from bartizan.base.roll_call import roll_call
from bartizan.mail import detectors
from bartizan.mail.evidence import Detector, Facts, read_detector
from bartizan.mail.verdict import DefectSeen, Suspicion


@cache
def shipped_detectors() -> Mapping[str, Detector]:
    """Return every detector, ours and installed ones, in the order of their ids.

    Raises:
        RollCallError: a detector lacks its shape, or two share an id.
    """
    return roll_call(detectors, "detectors", read_detector)


def suspect(facts: Facts, chosen: Iterable[Detector]) -> tuple[list[Suspicion], list[DefectSeen]]:
    """Return what the chosen detectors suspect, and a defect for each that could not decide.

    A detector that fails on a hostile message must neither lose the message nor hide itself.
    """
    suspicions: list[Suspicion] = []
    failures: list[DefectSeen] = []
    for detector in chosen:
        try:
            suspicion = detector(facts)
        except Exception as error:  # noqa: BLE001 - plug-ins meet every byte an attacker can send
            failures.append(_failure(detector.id, error))
        else:
            if suspicion is not None:
                suspicions.append(suspicion)
    return suspicions, failures


def _failure(identifier: str, error: Exception) -> DefectSeen:
    return DefectSeen(
        code="detector-failed",
        sentence=f"The detector {identifier} could not decide ({type(error).__name__}).",
        offset=0,
    )
