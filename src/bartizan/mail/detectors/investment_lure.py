"""The message promises money without work: trading robots, secret systems, sure returns.

The first gain is shown on a screen, and every deposit after it is lost.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Riches without work",
    severity=Severity.MEDIUM,
    weight=0.55,
    tags=("tactic:fraud", "attack:T1657"),
)

_LURE = Lure(
    "investment",
    "The message promises an income or returns that nobody can promise",
    weak=0.12,
    fair=0.35,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `investment`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
