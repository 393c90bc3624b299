"""The message asks its reader to press a button or to open something.

Nearly every message of a company does; the question is whose site it leads to.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Asks for a click",
    severity=Severity.LOW,
    weight=0.3,
    tags=("tactic:social-engineering", "attack:T1204.001"),
)

_LURE = Lure(
    "click",
    "The message asks its reader to follow a link",
    weak=0.02,
    fair=0.15,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `click`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
