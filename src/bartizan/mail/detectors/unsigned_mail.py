"""Nobody signed the message.

Every large provider and service signs (DKIM) what it sends; a server that does not is small, old
or somebody else's.
"""

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Unsigned",
    severity=Severity.INFO,
    weight=0.04,
    tags=("tactic:spoofing", "attack:T1672"),
)


def detect(facts: Facts) -> Found | None:
    """Look for a DKIM-Signature, whatever it is worth."""
    if facts.message.root.header_bytes("dkim-signature") is not None or facts.sender is None:
        return None
    return Found(
        "No server vouches for the message by a signature.", (seen("dkim", "no DKIM-Signature"),)
    )
