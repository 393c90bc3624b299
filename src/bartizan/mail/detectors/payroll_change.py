"""An employee, so it seems, asks to have wages paid to another account.

Staff offices get such mail from outside addresses; an employee can ask in person.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Wages to another account",
    severity=Severity.HIGH,
    weight=0.6,
    tags=("tactic:bec", "attack:T1657"),
)

_LURE = Lure(
    "payroll",
    "The message asks to have wages paid to another account",
    weak=0.15,
    fair=0.45,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `payroll`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
