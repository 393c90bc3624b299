"""A stranger longs for the reader: romance or sex as bait.

What follows is a paid site, a request for money, or blackmail.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="A stranger's affection",
    severity=Severity.MEDIUM,
    weight=0.6,
    tags=("tactic:romance", "attack:T1566"),
)

_LURE = Lure("dating", "The message offers romance or sex", weak=0.2, fair=0.4, strong=ABOUT.weight)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `dating`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
