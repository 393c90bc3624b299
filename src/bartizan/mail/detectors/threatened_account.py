"""The message says that an account, a card or a service is closed, limited or about to be lost.

Fear of loss is the oldest way to a password; banks do send such letters, from their own site.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Threat to close an account",
    severity=Severity.MEDIUM,
    weight=0.55,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
)

_LURE = Lure(
    "threat",
    "The message threatens that an account or service will be lost",
    weak=0.12,
    fair=0.35,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `threat`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
