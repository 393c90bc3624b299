"""The message sells pills or miracle cures.

Such goods are counterfeit where they come at all, and the card number is kept.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Pills and cures",
    severity=Severity.MEDIUM,
    weight=0.6,
    tags=("tactic:spam", "attack:T1566.002"),
)

_LURE = Lure(
    "pharma",
    "The message sells medicines or miracle cures",
    weak=0.12,
    fair=0.35,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `pharma`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
