"""A document or table starts a program through a field or formula (DDE), without any macro."""

from bartizan.forensics.examination import Trait
from bartizan.mail.detectors._files import files, first
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Document that starts a program by a field",
    severity=Severity.CRITICAL,
    weight=0.88,
    tags=("tactic:malware", "attack:T1559.002"),
)


def detect(facts: Facts) -> Found | None:
    """Look for fields, formulas and links that name a program."""
    sentence = "The document {name} asks another program for data: {detail}."
    return first(files(facts), Trait.DDE, sentence)
