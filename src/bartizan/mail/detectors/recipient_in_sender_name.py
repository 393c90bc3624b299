"""The sender's name contains the reader's own address.

It is filled in by a program to look personal, or as if the message came from inside.
"""

from bartizan.mail.detectors._senders import addressees, shown_sender
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Your address as the sender's name",
    severity=Severity.MEDIUM,
    weight=0.7,
    tags=("tactic:impersonation", "tactic:personalised", "attack:T1656"),
    basis=Basis.SENDER,
)


def detect(facts: Facts) -> Found | None:
    """Look for a recipient's address in the author's name, unless it is the author's own."""
    sender = facts.sender
    if sender is None or "@" not in sender.name:
        return None
    name = sender.name.lower()
    for address in sorted(addressees(facts) - {sender.address.lower()}):
        if address in name:
            return Found(
                f"The sender's name is made of your own address, {address}.", shown_sender(facts)
            )
    return None
