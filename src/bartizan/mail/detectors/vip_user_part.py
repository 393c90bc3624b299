"""A protected person's name is the mailbox part of a stranger's address.

`ada.lovelace.example@free-mail.example` reads like Ada Lovelace where only addresses are shown.
"""

import re

from bartizan.forensics.confusables import skeleton
from bartizan.forensics.links.known_hosts import is_free_mail
from bartizan.mail.detectors._domains import is_ours
from bartizan.mail.detectors._senders import shown_sender
from bartizan.mail.evidence import About, Facts, Found, Person
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="A colleague's name in a stranger's address",
    severity=Severity.HIGH,
    weight=0.35,
    tags=("tactic:impersonation", "tactic:bec", "attack:T1656"),
)

_WORD = re.compile(r"[^\W\d_]{2,}")
_FREE_MAIL, _LEAST_WORDS = 0.6, 2


def detect(facts: Facts) -> Found | None:
    """Look for every word of a protected name in the local part of a foreign address."""
    sender = facts.sender
    if sender is None or not sender.local or is_ours(facts, sender.domain):
        return None
    local = skeleton(sender.local)
    for person in facts.organisation.people:
        if sender.address.lower() not in person.addresses and _is_named(local, person):
            return Found(
                f"{sender.address} is made of the name of {person.name}, but it is not an address "
                "of theirs.",
                shown_sender(facts),
                weight=_FREE_MAIL if is_free_mail(sender.domain) else None,
            )
    return None


def _is_named(local: str, person: Person) -> bool:
    names = _WORD.findall(skeleton(person.name))
    return len(names) >= _LEAST_WORDS and all(name in local for name in names)
