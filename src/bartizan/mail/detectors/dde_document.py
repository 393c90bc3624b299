"""A document or table starts a program through a field or formula (DDE), without any macro."""

from bartizan.forensics.examination import Trait
from bartizan.mail.detectors._files import files
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
    for one in files(facts):
        sign = one.sign(Trait.DDE)
        if sign is not None:
            sentence = f"The document {one.name} asks another program for data: {sign.detail[:80]}."
            return Found(sentence, one.evidence(Trait.DDE))
    return None
