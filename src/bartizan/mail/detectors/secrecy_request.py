"""Keep it between us: how a false chief opens a conversation.

A short question, a favour, no telephone: it ends with a transfer or gift cards.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Asks for secrecy or a favour",
    severity=Severity.MEDIUM,
    weight=0.6,
    tags=("tactic:bec", "attack:T1656"),
)

_LURE = Lure(
    "secrecy",
    "The message asks for a quick favour, for secrecy or for a private number",
    weak=0.1,
    fair=0.4,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `secrecy`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
