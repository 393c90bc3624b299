"""The message is about the reader's business with a brand, and neither it nor its links are theirs.

Honest mail mentions brands all the time; so this asks for a brand where a message says what it is
about, for words of accounts, payments or parcels beside it, and for links that lead elsewhere than
to the brand and to the sender.
"""

import re
from collections.abc import Iterator

from bartizan.forensics.links.known_hosts import is_free_mail
from bartizan.forensics.urls import Url
from bartizan.mail.brands.belonging import brands_at, comes_from, disguised
from bartizan.mail.brands.catalogue import Brand
from bartizan.mail.detectors._domains import is_ours, owner
from bartizan.mail.detectors._links import is_senders
from bartizan.mail.evidence import About, Facts, Found, Link, seen
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Somebody else's business",
    severity=Severity.MEDIUM,
    weight=0.5,
    tags=("tactic:impersonation", "tactic:brand", "attack:T1566.002"),
    basis=Basis.BRAND,
)

_FIRST, _OPENING, _MANY_LINKS = 400, 1_500, 300
_STRONG, _WEAK = 0.7, 0.3
#: Folded words of business that a brand has with its customers.
_BUSINESS = re.compile(
    r"\b(?:your|you have|ihr\w{0,2}|dein\w{0,2}|votre|vos|vous avez|seu|seus|sua|suas|voce|su|sus"
    r"|tu|il tuo|la tua|suo|uw|je|din|twoj\w{0,3})\b[^.\n]{0,60}?\b(?:account|subscription"
    r"|membership|payment|invoice|order|package|parcel|delivery|shipment|refund|wallet|card|password|mailbox"
    r"|storage|reward|prize|gift|points?|konto|zahlung|rechnung|paket|sendung|lieferung|gutschein"
    r"|gewinn|passwort|karte|compte|abonnement|paiement|facture|colis|livraison|remboursement|carte"
    r"|cadeau|conta|pagamento|fatura|pedido|encomenda|entrega|pontos|cartao|premio|cuenta|pago"
    r"|factura|paquete|envio|tarjeta|conto|pagamento|fattura|pacco|consegna|rekening|betaling"
    r"|pakket|bestelling|konto)\w{0,3}\b"
    r"|アカウント|お支払い|カード|口座|会員|ご利用|账户|订单|счет\w{0,2}"
)
_SOCIAL = frozenset({"social"})


def detect(facts: Facts) -> Found | None:
    """Look for a brand that the message is about, and for where its links lead."""
    sender = facts.sender
    if sender is None or is_ours(facts, sender.domain) or _is_talk(facts):
        return None
    about = [*_subjects(facts)]
    if not about or any(comes_from(brand, facts) for brand in about):
        return None
    away = _away(facts, about)
    if away is None or not _BUSINESS.search(facts.folded[:_OPENING]):
        return None
    return Found(
        f"The message is about your business with {about[0].names[0]}, but it is not from there "
        f"and leads to {away.url.host if away.url else away.href}.",
        (seen("subject", facts.subject), seen("link", away.href)),
        weight=_weight(facts, about[0], sender.domain),
    )


def _weight(facts: Facts, brand: Brand, domain: str) -> float | None:
    if not domain or is_free_mail(domain) or _hides(facts, brand):
        return _STRONG
    return None if _named(facts) else _WEAK


def _named(facts: Facts) -> tuple[Brand, ...]:
    """Return the brands that are named where a message says whom and what it is about."""
    return brands_at(facts, "subject", "title", "header:from")


def _hides(facts: Facts, brand: Brand) -> bool:
    subjects = (one.text for one in facts.mentions if one.brand == brand.id)
    return all(disguised(brand, text) for text in subjects)


def _is_talk(facts: Facts) -> bool:
    """Answers and forwarded messages quote what others wrote about."""
    return facts.message.header("references") is not None or (
        facts.message.header("in-reply-to") is not None
    )


def _subjects(facts: Facts) -> Iterator[Brand]:
    """The brands that the message is about: named in the subject, the title or the first lines."""
    named = _named(facts)
    opening = facts.folded[: len(facts.subject) + _FIRST]
    first = {one.brand for one in facts.mentions if one.where == "body" and one.text in opening}
    for brand in (*named, *brands_at(facts, "body")):
        if brand.sector in _SOCIAL and brand not in named:
            continue
        if brand in named or brand.id in first:
            yield brand


def _away(facts: Facts, about: list[Brand]) -> Link | None:
    """Return a link that leads neither to the sender nor to a brand; `None` if one leads to one.

    Links of social networks and to pictures' hosts are left out: footers are full of them.
    """
    away: Link | None = None
    for link in facts.links[:_MANY_LINKS]:
        if link.url is None or not link.url.host or link.url.scheme not in ("http", "https"):
            continue
        if any(brand.owns(link.url.host) for brand in about):
            return None
        if away is None and not _is_expected(link, link.url, facts):
            away = link
    return away


def _is_expected(link: Link, url: Url, facts: Facts) -> bool:
    """Whether a link leads to the sender or to us.

    A shop that writes from a free mailbox goes by the name of its site. Who names a brand as the
    author or the subject has taken its name, whatever the link is called.
    """
    if url.site == _senders_site(facts) or is_ours(facts, url.host):
        return True
    return not _named(facts) and link.target is not None and is_senders(link, facts)


def _senders_site(facts: Facts) -> str:
    writer = facts.sender
    return owner(writer.domain) if writer is not None and writer.domain else ""
