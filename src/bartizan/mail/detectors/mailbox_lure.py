"""The message says that the mailbox is full, outdated or holds messages back.

Mail programs say so themselves; a message that does so wants the mailbox's password.
"""

from bartizan.mail.detectors._lure import Lure, find_lure
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Trouble with the mailbox",
    severity=Severity.HIGH,
    weight=0.65,
    tags=("tactic:credential-phishing", "attack:T1598.003"),
)

_LURE = Lure(
    "mailbox",
    "The message says that something is wrong with its reader's mailbox",
    weak=0.1,
    fair=0.4,
    strong=ABOUT.weight,
)


def detect(facts: Facts) -> Found | None:
    """Look for the theme `mailbox`, and for what makes it a lure."""
    return find_lure(facts, _LURE)
