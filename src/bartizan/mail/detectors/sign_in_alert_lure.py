"""The message warns that somebody has signed in to the reader's account.

The alarm makes people follow the link at once; honest alarms lead to their own site.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Alarm about a sign-in",
    severity=Severity.MEDIUM,
    weight=0.6,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
)

_LURE = Lure(
    "sign-in-alert",
    "The message warns of a stranger who signed in",
    weak=0.12,
    fair=0.35,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `sign-in-alert`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
