"""The message offers, threatens or wants to check digital money.

Wallets are emptied with twelve words, and no bank takes the payment back.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Lure of digital money",
    severity=Severity.MEDIUM,
    weight=0.6,
    tags=("tactic:cryptocurrency", "attack:T1657"),
)

_LURE = Lure(
    "crypto",
    "The message is about digital money to be claimed, checked or invested",
    weak=0.15,
    fair=0.35,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `crypto`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
