"""The sender's name is that of a well-known brand, and the message does not come from it.

The name is what most readers go by; a brand writes from its own domains.
"""

from bartizan.mail.brands.belonging import brands_at, comes_from, disguised
from bartizan.mail.brands.catalogue import Brand, is_free_mail
from bartizan.mail.detectors._domains import is_ours
from bartizan.mail.detectors._senders import shown_sender
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Brand impersonation",
    severity=Severity.HIGH,
    weight=0.7,
    tags=("tactic:impersonation", "tactic:brand", "attack:T1656"),
)

_DISGUISED, _NOWHERE = 0.9, 0.85


def detect(facts: Facts) -> Found | None:
    """Compare the brands in the author's name with where the message comes from."""
    sender = facts.sender
    if sender is None or is_ours(facts, sender.domain) or is_free_mail(sender.domain):
        return None
    brands = brands_at(facts, "header:from")
    if not brands or any(comes_from(brand, facts) for brand in brands):
        return None
    brand, name = brands[0], sender.name or sender.address
    place = f"comes from {sender.domain}" if sender.domain else "names no address it comes from"
    return Found(
        f"The sender goes by the name of {brand.names[0]}, but the message {place}.",
        shown_sender(facts),
        weight=_weight(brand, name, sender.domain),
    )


def _weight(brand: Brand, name: str, domain: str) -> float | None:
    if disguised(brand, name):
        return _DISGUISED
    return None if domain else _NOWHERE
