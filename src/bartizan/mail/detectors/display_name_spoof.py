"""The display name borrows somebody's identity while the address is not theirs.

Most mail programs show the name and hide the address, so the name is what readers believe.
"""

import re

from bartizan.forensics.addresses import Mailbox
from bartizan.forensics.confusables import skeleton
from bartizan.mail.detectors._domains import same_owner
from bartizan.mail.evidence import About, Facts, Found, Person, seen
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Borrowed name",
    severity=Severity.HIGH,
    weight=0.8,
    tags=("tactic:impersonation", "attack:T1656"),
    basis=Basis.SENDER,
)

_ADDRESS = re.compile(r"[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,8}[\w-]{2,63})")
_WORD = re.compile(r"\w+")
_ADDRESS_WEIGHT, _SERVICE_WEIGHT = 0.55, 0.2


def detect(facts: Facts) -> Found | None:
    """Compare the author's name with the people protected, and with addresses it contains."""
    sender = facts.sender
    if sender is None or not sender.name:
        return None
    return _protected_person(sender, facts) or _our_domain(sender, facts) or _address(sender, facts)


def _protected_person(sender: Mailbox, facts: Facts) -> Found | None:
    for person in facts.organisation.people:
        if sender.address.lower() not in person.addresses and _same_name(sender.name, person):
            return Found(
                f"The sender calls themselves {person.name}, but {sender.address} is not an "
                f"address of {person.name}.",
                (seen("header:from", f"{sender.name} <{sender.address}>"),),
            )
    return None


def _same_name(name: str, person: Person) -> bool:
    """Names match in any order of their words, and whatever look-alike letters are used."""
    return _words(name) == _words(person.name)


def _words(name: str) -> list[str]:
    return sorted(_WORD.findall(skeleton(name)))


def _our_domain(sender: Mailbox, facts: Facts) -> Found | None:
    name = sender.name.lower()
    for domain in facts.organisation.domains:
        if domain in name and sender.domain != domain and not sender.domain.endswith("." + domain):
            return Found(
                f"The sender's name mentions {domain}, but the message comes from {sender.domain}.",
                (seen("header:from", f"{sender.name} <{sender.address}>"),),
            )
    return None


def _address(sender: Mailbox, facts: Facts) -> Found | None:
    claimed = _ADDRESS.search(sender.name)
    if claimed is None:
        return None
    if same_owner(claimed[1], sender.domain):
        return None
    return Found(
        f"The sender's name reads like the address {claimed[0]}, but the message comes from "
        f"{sender.address}.",
        (seen("header:from", f"{sender.name} <{sender.address}>"),),
        weight=_SERVICE_WEIGHT if _answers_to(claimed[1], facts) else _ADDRESS_WEIGHT,
    )


def _answers_to(domain: str, facts: Facts) -> bool:
    """Services that send for others name the customer and let answers go to them."""
    return any(reply.domain and same_owner(reply.domain, domain) for reply in facts.reply_to)
