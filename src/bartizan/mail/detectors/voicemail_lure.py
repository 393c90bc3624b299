"""The message says that a recording of a call waits behind a link or in a file.

Telephone systems send recordings from inside; from outside they are bait.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="A recording that waits",
    severity=Severity.MEDIUM,
    weight=0.55,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
)

_LURE = Lure(
    "voicemail",
    "The message says that a recorded call waits for its reader",
    weak=0.12,
    fair=0.35,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `voicemail`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
