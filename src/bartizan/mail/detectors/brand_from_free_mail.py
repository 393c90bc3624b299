"""A well-known brand seems to write from a mailbox that anybody can open.

Companies do not write to their customers from free mailboxes; people named like a brand are rare.
"""

from bartizan.forensics.links.known_hosts import is_free_mail
from bartizan.mail.brands.belonging import brands_at
from bartizan.mail.detectors._senders import shown_sender
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Brand on a free mailbox",
    severity=Severity.HIGH,
    weight=0.85,
    tags=("tactic:impersonation", "tactic:brand", "tactic:free-mail", "attack:T1656"),
)

_OWN_PROVIDER = 0.4  # `WEB.DE <someone@web.de>`: providers used to write from there themselves


def detect(facts: Facts) -> Found | None:
    """Look for a brand in the author's name where the address is at a free mailbox provider."""
    sender = facts.sender
    if sender is None or not is_free_mail(sender.domain):
        return None
    brands = brands_at(facts, "header:from")
    if not brands:
        return None
    brand = brands[0]
    return Found(
        f"The sender goes by the name of {brand.names[0]}, but {sender.address} is a mailbox that "
        "anybody could have opened.",
        shown_sender(facts),
        weight=_OWN_PROVIDER if brand.owns(sender.domain.lower()) else None,
    )
