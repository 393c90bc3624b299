"""The author is one of us, the message is proved by nothing, and answers or bounces leave us.

What our own servers send returns to us; a stranger who borrows our domain needs the answers.
"""

from collections.abc import Iterator

from bartizan.forensics.links.known_hosts import is_free_mail
from bartizan.mail.detectors._domains import is_ours
from bartizan.mail.detectors._mass import from_a_list
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Our domain, not our message",
    severity=Severity.HIGH,
    weight=0.6,
    tags=("tactic:spoofing", "tactic:bec", "attack:T1672"),
)

_FREE_MAIL = 0.85


def detect(facts: Facts) -> Found | None:
    """Look where answers and bounces of a message from our own domain would go."""
    sender = facts.sender
    if sender is None or not is_ours(facts, sender.domain) or facts.proved or from_a_list(facts):
        return None
    for where, domain in _ways_back(facts):
        if domain and not is_ours(facts, domain):
            return Found(
                f"The message claims to come from {sender.address}, which is ours, but nothing "
                f"proves it and what is sent back would go to {domain}.",
                (seen("header:from", sender.address), seen(where, domain)),
                weight=_FREE_MAIL if is_free_mail(domain) else None,
            )
    return None


def _ways_back(facts: Facts) -> Iterator[tuple[str, str]]:
    for mailbox in facts.reply_to:
        yield "header:reply-to", mailbox.domain
    if facts.envelope is not None:
        yield "envelope:from", facts.envelope.mail_from.rpartition("@")[2]
