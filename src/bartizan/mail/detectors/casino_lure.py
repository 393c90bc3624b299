"""The message invites its reader to gamble.

Free turns and bonuses for strangers come from sites that no authority watches.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Invitation to gamble",
    severity=Severity.MEDIUM,
    weight=0.55,
    tags=("tactic:spam", "attack:T1566.002"),
)

_LURE = Lure(
    "casino", "The message invites its reader to gamble", weak=0.12, fair=0.3, strong=ABOUT.weight
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `casino`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
