"""The author's name is written so that a program reads two authors where a person reads one.

`From: Bank, <a@b.test>` without quotes names an author without an address, then an address
without a name. Mail programs put a name with a comma in quotes; filters that look at the first
author only see nobody.
"""

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Author in two pieces",
    severity=Severity.MEDIUM,
    weight=0.3,
    tags=("tactic:evasion", "tactic:impersonation", "attack:T1036"),
)


def detect(facts: Facts) -> Found | None:
    """Look for a name without an address in front of the author's address."""
    first = facts.senders[0] if facts.senders else None
    author = facts.sender
    if first is None or author is None or first.domain or not author.domain:
        return None
    return Found(
        f"The author is written in pieces: “{first.name or first.address}” has no address, and "
        f"{author.address} "
        "stands apart from it.",
        (seen("header:from", facts.message.header("from") or ""),),
    )
