"""A parcel cannot be delivered until the reader confirms something or pays a small fee.

Nearly everybody waits for a parcel; carriers write from and lead to their own site.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="A parcel that waits",
    severity=Severity.MEDIUM,
    weight=0.55,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
)

_LURE = Lure(
    "parcel",
    "The message says that a parcel waits for its reader",
    weak=0.1,
    fair=0.35,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `parcel`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
