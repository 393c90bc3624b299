"""Bounces would go to another domain than the author's.

Mail services do so for honest customers all the time; only a free mailbox behind a company's name
says more.
"""

from bartizan.forensics.links.known_hosts import is_free_mail
from bartizan.mail.detectors._domains import same_owner
from bartizan.mail.detectors._mass import from_a_list
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Bounces go elsewhere",
    severity=Severity.INFO,
    weight=0.05,
    tags=("tactic:spoofing", "attack:T1672"),
)

_FREE_MAIL = 0.4


def detect(facts: Facts) -> Found | None:
    """Compare the envelope's sender with the author, where there is an envelope."""
    sender, envelope = facts.sender, facts.envelope
    if sender is None or envelope is None or not sender.domain or from_a_list(facts):
        return None
    domain = envelope.mail_from.rpartition("@")[2].lower()
    if not domain or same_owner(domain, sender.domain) or facts.proved:
        return None
    free = is_free_mail(domain) and not is_free_mail(sender.domain)
    return Found(
        f"The message is from {sender.address}, but was sent for {envelope.mail_from}.",
        (seen("header:from", sender.address), seen("envelope:from", envelope.mail_from)),
        weight=_FREE_MAIL if free else None,
        severity=Severity.MEDIUM if free else None,
    )
