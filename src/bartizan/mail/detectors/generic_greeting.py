"""The greeting knows nobody's name, as in messages sent to millions.

Companies address their customers by name; some honest ones still do not.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Greeting without a name",
    severity=Severity.LOW,
    weight=0.3,
    tags=("tactic:social-engineering", "attack:T1566"),
)

_LURE = Lure(
    "greeting-generic",
    "The greeting does not know its reader's name",
    weak=0.05,
    fair=0.2,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `greeting-generic`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
