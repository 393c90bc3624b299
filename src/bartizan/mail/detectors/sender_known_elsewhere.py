"""The sender looks like somebody our people write to, from another address.

Fraudsters who read a stolen conversation answer it from an address one letter away, or under the
same name at a free mailbox. People do write from a second address, too, so a name alone weighs
little unless the message presses or poses as an answer.
"""

import re

from bartizan.forensics.addresses import Mailbox
from bartizan.mail.detectors._domains import same_owner
from bartizan.mail.detectors._history import pressing
from bartizan.mail.evidence import About, Facts, Found, Resemblance, seen
from bartizan.mail.verdict import Evidence, Severity

ABOUT = About(
    title="Resembles a correspondent",
    severity=Severity.HIGH,
    weight=0.7,
    tags=("tactic:impersonation", "tactic:lookalike-sender", "attack:T1656"),
)

_ANSWERING = 0.85
_NAME, _NAME_PRESSING = 0.15, 0.45
_ANSWER = re.compile(r"\s{0,8}(?:re|aw|sv|rv|ref|tr|wg|fwd?)\s{0,4}:", re.IGNORECASE)


def detect(facts: Facts) -> Found | None:
    """Find whom our people write to that the author could be mistaken for."""
    sender, history = facts.sender, facts.history
    if sender is None or history is None or history.resembles is None:
        return None
    found = history.resembles
    evidence = (seen("header:from", f"{sender.name} <{sender.address}>"),)
    if found.how == "address":
        return Found(
            f"{sender.address} is not {found.address}, to whom your people write: it only looks "
            "like it.",
            evidence,
            weight=_ANSWERING if _answers(facts) else None,
        )
    return _namesake(facts, sender, found, evidence)


def _namesake(
    facts: Facts, sender: Mailbox, found: Resemblance, evidence: tuple[Evidence, ...]
) -> Found | None:
    domain = found.address.rpartition("@")[2]
    if facts.proved and same_owner(sender.domain, domain):
        return None
    strong = bool(pressing(facts))
    return Found(
        f"Your people write to a {sender.name} at {found.address}; this message is from "
        f"{sender.address}.",
        evidence,
        weight=_NAME_PRESSING if strong else _NAME,
        severity=Severity.MEDIUM if strong else Severity.LOW,
    )


def _answers(facts: Facts) -> bool:
    """Tell whether the message poses as an answer, or goes on with a conversation."""
    answering = facts.message.header("in-reply-to") is not None
    return answering or _ANSWER.match(facts.subject) is not None
