"""The author is written so that a program reads nobody where a person reads a name and an address.

`From: Bank, <a@b.test>` without quotes names an author without an address, then an address
without a name; `From: Bank,(<a@b.test>)` hides the address in a remark. Mail programs put a name
with a comma in quotes; filters that look at the first author only see nobody.
"""

import re

from bartizan.forensics.addresses import Mailbox
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Evidence, Severity

ABOUT = About(
    title="Author in two pieces",
    severity=Severity.MEDIUM,
    weight=0.55,
    tags=("tactic:evasion", "tactic:impersonation", "attack:T1036"),
)

#: `Lovelace, Ada <a@b.test>`: a careless program forgets the quotes.
_CARELESS_WEIGHT = 0.3
_HIDDEN = re.compile(r"<[^\s<>@]{1,64}@[^\s<>@]{1,255}>")


def detect(facts: Facts) -> Found | None:
    """Look for a name without an address in front of the author's, then for a hidden address."""
    first, author = (facts.senders[0] if facts.senders else None), facts.sender
    if first is None or author is None or first.domain:
        return None
    if author.domain:
        return _in_pieces(first, author, facts)
    hidden = _HIDDEN.search((facts.message.header("from") or "")[:2000])
    if hidden is None:
        return None
    return Found(
        f"The author's address, {hidden[0]}, is written as a remark, where programs do not look "
        "for one.",
        _evidence(facts),
    )


def _in_pieces(first: Mailbox, author: Mailbox, facts: Facts) -> Found:
    last = next(piece for piece in facts.senders if piece.address == author.address)
    return Found(
        f"The author is written in pieces: “{first.name or first.address}” has no address, and "
        f"{author.address} stands apart from it.",
        _evidence(facts),
        weight=_CARELESS_WEIGHT if last.name.strip(" ,_") else None,
    )


def _evidence(facts: Facts) -> tuple[Evidence, ...]:
    return (seen("header:from", facts.message.header("from") or ""),)
