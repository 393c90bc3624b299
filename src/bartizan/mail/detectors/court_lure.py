"""The message speaks of courts, police, fines or a complaint against the reader.

Authorities do not summon by mail; whoever fears them opens the attachment.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Summons or fine",
    severity=Severity.MEDIUM,
    weight=0.5,
    tags=("tactic:social-engineering", "attack:T1566"),
)

_LURE = Lure(
    "court",
    "The message speaks of a court, the police or a fine",
    weak=0.1,
    fair=0.3,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `court`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
