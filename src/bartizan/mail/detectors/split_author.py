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
    weight=0.7,
    tags=("tactic:evasion", "tactic:impersonation", "attack:T1036"),
)

#: `Lovelace, Ada <ada@b.test>`: a careless program forgets the quotes of an honest name.
_CARELESS_WEIGHT, _WORD = 0.3, 3
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
        weight=_CARELESS_WEIGHT if _is_made_of(last, first.name or first.address) else None,
    )


def _is_made_of(last: Mailbox, before: str) -> bool:
    """Tell whether an address is made of the name that was cut, as those of people are."""
    words = f"{before} {last.name}".lower().split()
    local = last.local.lower()
    return bool(last.name) and any(len(word) >= _WORD and word in local for word in words)


def _evidence(facts: Facts) -> tuple[Evidence, ...]:
    return (seen("header:from", facts.message.header("from") or ""),)
