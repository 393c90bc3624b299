"""The message claims to come from its own recipient.

Fraudsters put the reader's address into From: it passes lists of known senders, and it frightens.
Without an envelope this may be a round letter whose recipients are hidden, so it weighs little.
"""

from bartizan.mail.detectors._senders import addressees, shown_sender
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="From the reader themselves",
    severity=Severity.MEDIUM,
    weight=0.15,
    tags=("tactic:spoofing", "attack:T1672"),
)

_DELIVERED = 0.6


def detect(facts: Facts) -> Found | None:
    """Compare the author with the only recipient, unless the author is proved."""
    sender = facts.sender
    if sender is None or facts.proved:
        return None
    if addressees(facts) != {sender.address.lower()}:
        return None
    return Found(
        f"The message says that {sender.address} wrote it to themselves, and nothing proves it.",
        shown_sender(facts),
        weight=_DELIVERED if facts.envelope is not None else None,
    )
