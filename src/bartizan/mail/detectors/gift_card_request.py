"""The message asks its reader to buy vouchers or to send the numbers on them.

Nobody's employer pays with gift cards: they are money that cannot be called back.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Asks for gift cards",
    severity=Severity.HIGH,
    weight=0.65,
    tags=("tactic:bec", "attack:T1657"),
)

_LURE = Lure(
    "gift-card",
    "The message asks its reader to buy gift cards or send their codes",
    weak=0.25,
    fair=0.5,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `gift-card`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
