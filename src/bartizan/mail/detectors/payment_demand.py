"""The message says that money is due, that a payment failed or that a card has to be renewed.

Invoices and reminders are everyday mail; from a stranger's address they are bait.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Demands a payment",
    severity=Severity.MEDIUM,
    weight=0.4,
    tags=("tactic:fraud", "attack:T1566"),
    basis=Basis.LINKS,
)

_LURE = Lure(
    "payment",
    "The message says that a payment is due or has failed",
    weak=0.08,
    fair=0.3,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `payment`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
