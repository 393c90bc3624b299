"""Answers would go to a stranger: Reply-To names another domain than the author's.

Lists and ticket systems do so honestly, hence the low weight; a reply address at a free mailbox
provider for an author elsewhere is how fraudsters keep a conversation going.
"""

from bartizan.mail.detectors._domains import same_owner
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Reply goes elsewhere",
    severity=Severity.MEDIUM,
    weight=0.15,
    tags=("tactic:bec", "attack:T1534"),
)

_LIST_HEADERS = ("list-id", "list-post", "list-unsubscribe")
_SAME_NAME_WEIGHT = 0.5


def detect(facts: Facts) -> Found | None:
    """Compare the registrable domains of the author and of each reply address."""
    sender = facts.sender
    if sender is None or not sender.domain or not facts.reply_to or _from_a_list(facts):
        return None
    for reply in facts.reply_to:
        if not reply.domain or same_owner(reply.domain, sender.domain):
            continue
        same_name = bool(sender.name) and reply.local == sender.local
        return Found(
            f"The message is from {sender.address}, but an answer would go to {reply.address}.",
            (seen("header:from", sender.address), seen("header:reply-to", reply.address)),
            weight=_SAME_NAME_WEIGHT if same_name else None,
        )
    return None


def _from_a_list(facts: Facts) -> bool:
    return any(facts.message.header(name) is not None for name in _LIST_HEADERS)
