"""The reader has won, was chosen or may claim a reward.

The prize costs a card number or an address; honest draws lead to their own site.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="A prize to be claimed",
    severity=Severity.MEDIUM,
    weight=0.6,
    tags=("tactic:social-engineering", "attack:T1566.002"),
)

_LURE = Lure(
    "prize",
    "The message says that its reader has won or may claim a reward",
    weak=0.15,
    fair=0.4,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `prize`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
