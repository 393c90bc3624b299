"""A brand's name in a host that is not the brand's: how it got there says what it is worth."""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from bartizan.forensics.confusables import distance, fold, skeleton
from bartizan.forensics.urls import find_registration, host_to_unicode
from bartizan.mail.brands.catalogue import Brand
from bartizan.mail.brands.index import (
    SHORTEST_DISGUISED,
    by_label,
    looks,
    shortened,
    without_one,
)

_LONGEST_HOST = 255
_LONGEST_LABEL = 40
#: Words that ask for trust or for a deed; beside a brand's name they are bait.
LURES = frozenset(
    """access account accounts activation admin airdrop alert alerts alfandega assist assistance
    atendimento auth authentication authorize aviso billing bonus cash claim claims cliente
    clientes clients compte confirm confirmation conta cuenta delivery entrega entregas fidelidade
    fidelite free gift gifts gutschein help helpdesk infobanco infomail informa invoice kunden
    kundenservice login logon membership message notice notification notifications notify pagamento
    payment payments pedido pedidos points pontos premio premios profits protect protection
    rastreamento rastreio recovery refund register renew renewal rescue resgate resgates resolution
    retirada reward rewards safe safety secure secured security servicio servico sicherheit signin
    soporte staking status suivi support suporte survey swap taxa taxas tracking transfer unlock
    update updates upgrade validate validation verificacao verificar verification verify wallet
    wallets win winner zahlung""".split()
)
#: Words that owners put beside their name about as often as others do.
_PLAIN = frozenset(
    """app apps bank banking business card cards center centre client customer customers deal deals
    device digital email express family global group home id info kunde live mail mails member
    members mobile my net news newsletter official online order orders parcel pay portal prime
    pro sale sales server service services shop store team user vip web webmail""".split()
)


class How(StrEnum):
    """How a foreign host carries a brand's name."""

    WHOLE_DOMAIN = "carries the whole address of"
    LOOK_ALIKE = "looks like the name of"
    ONE_LETTER = "is one letter away from the name of"
    LURE = "puts the name beside a word that invites trust:"
    OTHER_ENDING = "has the name under an ending that we do not know as one of"
    BESIDE = "has among other words the name of"
    BELOW = "has below somebody else's domain the name of"


class Imitation(NamedTuple):
    """A brand's name in a foreign host."""

    brand: Brand
    how: How


@lru_cache(16_384)
def imitated(host: str) -> Imitation | None:
    """Return the brand whose name a host carries without being its own."""
    shown = host_to_unicode(host[:_LONGEST_HOST].lower().strip("."))
    registration = find_registration(host.lower())
    site = host_to_unicode(registration.site)
    if not site or "." not in site:
        return None
    main = site.partition(".")[0][:_LONGEST_LABEL]
    below = shown.removesuffix(site).strip(".")
    found = _first(host, (*_in_main(main), *_in_below(below)))
    if found is None or registration.site == registration.registrable:
        return found
    # Names under a shared suffix are chosen by its customers: `netflix.github.io` may be honest.
    return Imitation(found.brand, How.BELOW) if found.how is How.OTHER_ENDING else found


def _first(host: str, candidates: tuple[Imitation, ...]) -> Imitation | None:
    """Return the gravest imitation, unless the host belongs to one of the brands it names."""
    if any(one.brand.owns(host) or one.brand.may_own(host) for one in candidates):
        return None
    order = list(How)
    return min(candidates, key=lambda one: order.index(one.how), default=None)


def _in_main(main: str) -> Iterator[Imitation]:
    plain = fold(main)
    exact = by_label().get(plain, ())
    if exact:
        how = How.OTHER_ENDING if plain == main else How.LOOK_ALIKE
        yield from (Imitation(brand, how) for brand in exact)
        return
    yield from _disguised(plain)
    yield from _beside(plain)
    yield from _glued(plain.replace("-", ""))


def _disguised(plain: str) -> Iterator[Imitation]:
    if len(plain) < SHORTEST_DISGUISED - 1:
        return
    look = looks().get(skeleton(plain))
    if look is not None and look != plain:
        yield from (Imitation(brand, How.LOOK_ALIKE) for brand in by_label()[look])
        return
    near = {label for shorter in (plain, *without_one(plain)) for label in _near(shorter)}
    for label in sorted(near):
        if label != plain and distance(label, plain, limit=1) == 1:
            yield from (Imitation(brand, How.ONE_LETTER) for brand in by_label()[label])


def _near(shorter: str) -> frozenset[str]:
    return shortened().get(shorter, frozenset())


def _beside(plain: str) -> Iterator[Imitation]:
    """`paypal-support`: the name as a part between hyphens, or several parts of them."""
    parts = plain.split("-")
    if len(parts) == 1:
        return
    for place, part in enumerate(parts):
        brands = by_label().get(part) or _looking_like(part)
        others = parts[:place] + parts[place + 1 :]
        for brand in brands:
            disguised = part not in by_label()
            yield Imitation(brand, _with(others, disguised=disguised))


def _looking_like(part: str) -> tuple[Brand, ...]:
    label = looks().get(skeleton(part)) if len(part) >= SHORTEST_DISGUISED else None
    return by_label()[label] if label is not None else ()


def _with(others: list[str], *, disguised: bool) -> How:
    if disguised:
        return How.LOOK_ALIKE
    return How.LURE if any(other in LURES for other in others) else How.BESIDE


def _glued(plain: str) -> Iterator[Imitation]:
    """`infobradesco`, `paypalsupport`: the name at one end, a word that we know at the other."""
    for cut in range(2, len(plain) - 1):
        start, end = plain[:cut], plain[cut:]
        for name, word in ((end, start), (start, end)):
            how = How.LURE if word in LURES else How.BESIDE if word in _PLAIN else None
            if how is not None and len(name) >= _SHORTEST_GLUED:
                yield from (Imitation(brand, how) for brand in by_label().get(name, ()))


_SHORTEST_GLUED = 5
_ENDINGS = frozenset({"com", "net", "org", "de", "fr", "br", "uk", "es", "it", "co", "jp"})


def _in_below(below: str) -> Iterator[Imitation]:
    labels = [label[:_LONGEST_LABEL] for label in below.split(".")[-8:]] if below else []
    for place, label in enumerate(labels):
        for part in {label, *label.split("-")}:
            for brand in by_label().get(fold(part), ()):
                follows = labels[place + 1] if place + 1 < len(labels) else ""
                whole = part == label and follows in _ENDINGS
                yield Imitation(brand, How.WHOLE_DOMAIN if whole else How.BELOW)
