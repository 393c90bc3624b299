"""The message sells something to strangers: insurance, search ranking, lists, solar roofs.

A nuisance more than a danger, unless its links lead to nobody known.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Unasked-for offer",
    severity=Severity.LOW,
    weight=0.4,
    tags=("tactic:spam", "attack:T1566.002"),
)

_LURE = Lure(
    "unsolicited-offer", "The message advertises an offer", weak=0.05, fair=0.2, strong=ABOUT.weight
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `unsolicited-offer`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
