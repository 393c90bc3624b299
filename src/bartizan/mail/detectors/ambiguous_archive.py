"""An attached archive shows one thing to a filter and another to its reader.

A ZIP file names its files twice; here the two disagree, or files lie beside the directory.
"""

from bartizan.forensics.examination import Trouble
from bartizan.mail.detectors._inside import told, troubled
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Archive to be read in two ways",
    severity=Severity.MEDIUM,
    weight=0.5,
    tags=("tactic:evasion", "attack:T1027", "attack:T1036"),
)


def detect(facts: Facts) -> Found | None:
    """Look for the first disagreement."""
    for attachment, sentence, _ in troubled(facts, frozenset({Trouble.AMBIGUOUS})):
        return told(attachment, f"An archive is built to be read in two ways: {sentence}", sentence)
    return None
