"""Answers would go to a stranger: Reply-To names another domain than the author's.

Lists, ticket systems and people with two addresses do so honestly, hence the low weight; a free
mailbox behind the address of a company is how fraudsters keep a conversation going.
"""

from bartizan.forensics.addresses import Mailbox
from bartizan.forensics.links.known_hosts import is_free_mail
from bartizan.mail.detectors._domains import same_owner
from bartizan.mail.detectors._mass import from_a_list
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Reply goes elsewhere",
    severity=Severity.MEDIUM,
    weight=0.1,
    tags=("tactic:bec", "attack:T1534"),
)

_SAME_LOCAL, _FREE_MAIL, _OTHER_PERSON = 0.3, 0.4, 0.6
_SHORTEST = 4


def detect(facts: Facts) -> Found | None:
    """Compare the author with each reply address, by domain and by name."""
    sender = facts.sender
    if sender is None or not facts.reply_to or from_a_list(facts):
        return None
    for reply in facts.reply_to:
        if reply.domain and not same_owner(reply.domain, sender.domain):
            return Found(
                f"The message is from {sender.address or sender.name}, but an answer would go to "
                f"{reply.address}.",
                (seen("header:from", sender.address), seen("header:reply-to", reply.address)),
                weight=_weight(sender, reply),
            )
    return None


def _weight(sender: Mailbox, reply: Mailbox) -> float | None:
    if is_free_mail(reply.domain) and not is_free_mail(sender.domain):
        return _FREE_MAIL if _same_person(sender, reply) else _OTHER_PERSON
    return _SAME_LOCAL if sender.name and reply.local == sender.local else None


def _same_person(sender: Mailbox, reply: Mailbox) -> bool:
    """Tell whether a reply address is in the author's, or has a word of their name."""
    local, words = reply.local.lower(), sender.name.lower().split()
    return local in sender.local.lower() or any(
        len(word) >= _SHORTEST and word in local for word in words
    )
