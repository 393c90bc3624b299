"""The page of the documentation that says how precise each detector was, written by measuring."""

from collections.abc import Mapping

from bartizan.mail.evaluation.report import DetectorShown, Evaluation
from bartizan.mail.evidence import Detector

_HEAD = """<!-- Written by `bartizan mail evaluate --markdown`; measure again instead. -->

# What each detector hits

Messages hit in each folder of the evaluation, after its collectors' fingerprints were taken out
and without DNS, history or anything else that only a running gateway knows: detectors that need
those show no hits here. *Precision* is the share of bad mail among what a detector hits, were
there as much bad mail as honest mail (Laplace's rule for what was never seen).

"""


def detectors_page(found: Evaluation, shipped: Mapping[str, Detector]) -> str:
    """Return the table of every shipped detector."""
    measured = {one.id: one for one in found.detectors}
    names = [one.name for one in found.sets]
    head = ("detector", "suspects", "weight", *names, "precision")
    totals = ("*messages*", "", "", *(str(one.messages) for one in found.sets), "")
    rows = [_row(one, measured.get(one.id), names) for one in shipped.values()]
    lines = [head, tuple("---" for _ in head), totals, *rows]
    return _HEAD + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _row(detector: Detector, found: DetectorShown | None, names: list[str]) -> tuple[str, ...]:
    hits = tuple(str(found.hits[name]) if found else "" for name in names)
    precision = f"{found.precision:.3f}" if found else ""
    return (
        f"`{detector.id}`",
        detector.description.replace("|", "\\|"),
        f"{detector.about.weight:g}",
        *hits,
        precision,
    )
