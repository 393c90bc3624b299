"""The state, or a company, is said to owe the reader money back.

Offices write letters and use their own portals; a form asking for a card is bait.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Money back from the state",
    severity=Severity.MEDIUM,
    weight=0.6,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
)

_LURE = Lure(
    "tax-refund",
    "The message says that a refund or state aid waits for its reader",
    weak=0.12,
    fair=0.35,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `tax-refund`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
