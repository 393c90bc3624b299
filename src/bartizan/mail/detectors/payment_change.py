"""A payee says that their account has changed: the core of invoice fraud.

The next payment goes to the fraudster. Confirm by telephone, at a number known before.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Payee's account has changed",
    severity=Severity.HIGH,
    weight=0.6,
    tags=("tactic:bec", "attack:T1657"),
)

_LURE = Lure(
    "bank-details",
    "The message says that a bank account for payments has changed",
    weak=0.3,
    fair=0.45,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `bank-details`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
