"""The message bears a brand's own address, but none of its links leads to the brand.

An unproved address is easily written into From; whoever borrows it needs readers on pages of their
own, most often on hosts that anybody can rent by the hour.
"""

from bartizan.forensics.urls import Url
from bartizan.mail.brands.belonging import brands_at, comes_from
from bartizan.mail.brands.catalogue import Brand
from bartizan.mail.detectors._domains import is_ours
from bartizan.mail.detectors._senders import shown_sender
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="A brand whose links are not its own",
    severity=Severity.MEDIUM,
    weight=0.25,
    tags=("tactic:spoofing", "tactic:brand", "attack:T1672"),
    basis=Basis.BRAND,
)

_RENTED, _MANY_LINKS = 0.6, 300


def detect(facts: Facts) -> Found | None:
    """Look where the links of a message lead that claims to be a brand's and is not proved."""
    sender = facts.sender
    if sender is None or facts.proved or is_ours(facts, sender.domain):
        return None
    brand = next((one for one in brands_at(facts, "header:from") if comes_from(one, facts)), None)
    urls = _web(facts)
    if brand is None or not urls or any(_is_theirs(brand, url) for url in urls):
        return None
    rented = next((url for url in urls if url.is_on_shared_suffix), None)
    url = rented or urls[0]
    return Found(
        f"The message claims to be from {brand.names[0]}, but leads to {url.host} and nowhere to "
        f"{brand.names[0]}.",
        (*shown_sender(facts), seen("link", url.host)),
        weight=_RENTED if rented is not None else None,
    )


def _web(facts: Facts) -> list[Url]:
    urls = (link.url for link in facts.links[:_MANY_LINKS])
    return [url for url in urls if url is not None and url.scheme in ("http", "https") and url.host]


def _is_theirs(brand: Brand, url: Url) -> bool:
    return brand.owns(url.host)
