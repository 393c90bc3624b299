"""The sender's address was made up by a program: random letters, numbered names, stacked labels.

Senders whose addresses are blocked one by one make new ones by the thousand.
"""

import re

from bartizan.forensics.addresses import Mailbox
from bartizan.forensics.urls import find_registration
from bartizan.mail.detectors._mass import from_a_list
from bartizan.mail.detectors._senders import is_random, shown_sender
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Made-up address",
    severity=Severity.MEDIUM,
    weight=0.4,
    tags=("tactic:evasion", "tactic:infrastructure", "attack:T1585.002"),
    basis=Basis.SENDER,
)

_PART = re.compile(r"[A-Za-z0-9]+")
_NUMBERED = re.compile(r"[A-Za-z]{2,20}(?:_[A-Za-z0-9]{1,20}){0,4}_\d{4,6}\Z")
_SEPARATOR, _MANY_PARTS = re.compile(r"[.+_-]"), 3
_STACKED, _STACKED_WEIGHT, _NUMBERED_WEIGHT, _BOTH_WEIGHT = 4, 0.8, 0.6, 0.6


def detect(facts: Facts) -> Found | None:
    """Look at the local part and the domain of the author's address."""
    sender = facts.sender
    if sender is None or not sender.domain or from_a_list(facts):
        return None
    weight = _weight(sender)
    if weight is None:
        return None
    return Found(
        f"The address {sender.address} looks made up by a program.",
        shown_sender(facts),
        weight=weight,
    )


def _weight(sender: Mailbox) -> float | None:
    if sum(len(label) == 1 for label in sender.domain.split(".")) >= _STACKED:
        return _STACKED_WEIGHT
    if _NUMBERED.match(sender.local):
        return _NUMBERED_WEIGHT
    site = find_registration(sender.domain.lower()).site
    signs = (
        not _is_token(sender.local) and _any_random(sender.local),
        _any_random(site.partition(".")[0]),
    )
    if not any(signs):
        return None
    return _BOTH_WEIGHT if all(signs) else ABOUT.weight


def _is_token(local: str) -> bool:
    """Tell whether a local part is built of many parts, as mailers do to know bounces apart."""
    return len(_SEPARATOR.findall(local)) >= _MANY_PARTS or "#" in local or "=" in local


def _any_random(text: str) -> bool:
    return any(map(is_random, _PART.findall(text[:100])))
