"""The message asks its reader to sign in, confirm who they are, or keep a password.

Honest resets exist: what tells them apart is that their links lead to the sender's own site.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Asks to sign in or confirm",
    severity=Severity.MEDIUM,
    weight=0.4,
    tags=("tactic:credential-phishing", "attack:T1598.003"),
    basis=Basis.LINKS,
)

_LURE = Lure(
    "credentials",
    "The message asks its reader to sign in or to confirm who they are",
    weak=0.1,
    fair=0.3,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `credentials`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
