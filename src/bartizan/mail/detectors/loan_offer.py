"""The message offers a loan or makes debts vanish.

Loans that strangers offer by mail begin with a fee or with copies of papers.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Offer of a loan",
    severity=Severity.MEDIUM,
    weight=0.55,
    tags=("tactic:fraud", "attack:T1657"),
)

_LURE = Lure("loan", "The message offers a loan", weak=0.12, fair=0.35, strong=ABOUT.weight)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `loan`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
