"""A fortune waits for the reader: an inheritance, a fund, a donation, a compensation.

Before it can be paid there is a fee, and after that another.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="A fortune from a stranger",
    severity=Severity.HIGH,
    weight=0.65,
    tags=("tactic:advance-fee", "attack:T1657"),
)

_LURE = Lure(
    "advance-fee",
    "The message offers its reader a fortune, or a stranger's confidence",
    weak=0.12,
    fair=0.35,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `advance-fee`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
