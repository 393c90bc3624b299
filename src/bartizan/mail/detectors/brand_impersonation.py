"""The sender's name is that of a well-known brand, and the message does not come from it.

The name is what most readers go by; a brand writes from its own domains.
"""

from bartizan.forensics.links.known_hosts import is_free_mail
from bartizan.mail.brands.belonging import brands_at, comes_from, disguised
from bartizan.mail.brands.catalogue import Brand
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

#: A service may send for a brand; then some links lead to the brand, as those of few imitators do.
_DISGUISED, _NOWHERE, _LEADS_HOME = 0.9, 0.85, 0.5
#: A local house of the name, or a mail server (`Microsoft Outlook`) that returns a message.
_LIKELY_HONEST = 0.2
_MANY_LINKS = 300


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
        weight=_weight(facts, brand, name, sender.domain),
    )


def _weight(facts: Facts, brand: Brand, name: str, domain: str) -> float | None:
    if disguised(brand, name):
        return _DISGUISED
    if brand.may_own(domain.lower()) or facts.message.root.content_type == "multipart/report":
        return _LIKELY_HONEST
    if not domain:
        return _NOWHERE
    links = (link.url for link in facts.links[:_MANY_LINKS])
    return _LEADS_HOME if any(url and brand.owns(url.host) for url in links) else None
