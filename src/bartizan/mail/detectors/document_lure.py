"""The message says that a document waits elsewhere: shared, to be signed, faxed.

Sharing services are imitated because people are used to signing in for a document.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="A document that waits",
    severity=Severity.MEDIUM,
    weight=0.5,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
)

_LURE = Lure(
    "document-share",
    "The message says that a document waits for its reader",
    weak=0.1,
    fair=0.3,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `document-share`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
