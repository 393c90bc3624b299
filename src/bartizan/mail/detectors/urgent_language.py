"""The message hurries its reader: deadlines of hours, last warnings, threats of what follows.

Haste keeps people from asking; honest mail has deadlines too, so alone it says little.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Pressure of time",
    severity=Severity.LOW,
    weight=0.35,
    tags=("tactic:social-engineering", "attack:T1566"),
)

_LURE = Lure(
    "urgency",
    "The message puts its reader under pressure of time",
    weak=0.08,
    fair=0.2,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `urgency`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
