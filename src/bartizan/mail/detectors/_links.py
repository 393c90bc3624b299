"""Which links matter, and how they are told of: shared by the detectors that look at links."""

import re
from collections.abc import Iterable

from bartizan.forensics.confusables import fold
from bartizan.forensics.letters import count_letters
from bartizan.forensics.links.known_hosts import Kind, is_free_mail
from bartizan.forensics.links.wrapping import HopKind
from bartizan.forensics.urls import Url
from bartizan.mail.detectors._domains import owner
from bartizan.mail.evidence import Facts, Found, Link, seen
from bartizan.mail.verdict import Evidence

#: What everybody's mail points at, or goes through to be counted.
_COMMON = frozenset({Kind.PLATFORM, Kind.MAIL_SERVICE, Kind.TRACKER})
#: What anybody has under everybody's name: a form, a page, a short link.
_ANYBODYS = frozenset({Kind.FREE_HOSTING, Kind.STORAGE, Kind.SHORTENER, Kind.FORM_BUILDER})
_FEW_LETTERS, _MUCH_TEXT = 1_000, 20_000
_MANY_CLICKED = 500
_NAME, _SHARED = 4, 6


def strangers(facts: Facts) -> tuple[Link, ...]:
    """Return the links to hosts that are neither the author's, nor ours, nor everybody's."""
    return facts.once(_strangers)


def _strangers(facts: Facts) -> tuple[Link, ...]:
    names = names_that_count(facts)
    return tuple(
        link
        for link in facts.foreign_links
        if (_COMMON.isdisjoint(link.kinds) or not _ANYBODYS.isdisjoint(link.kinds))
        and not _is_sister(link, names)
    )


def names_that_count(facts: Facts) -> frozenset[str]:
    """Return the author's sites, whose name other sites of the same owner bear.

    None where the author was to be proved and is not: who borrows an address takes a site of a
    like name with it. Nor does the name of a provider of free mailboxes tell who has one.
    """
    return facts.once(_names_that_count)


def _names_that_count(facts: Facts) -> frozenset[str]:
    if facts.authentication is not None and not facts.proved:
        return frozenset()
    return frozenset(one for one in author_sites(facts) if not is_free_mail(one))


def _is_sister(link: Link, names: frozenset[str]) -> bool:
    """Whether a link's site bears the name of one of these; under a provider anybody may."""
    return not link.kinds and any(related(name, owner_of(link)) for name in names)


def hosted_by_anybody(links: Iterable[Link], kind: Kind) -> list[Link]:
    """Return the links to a kind of host that are clicked; what stands in plain text is quoted."""
    return [link for link in links if kind in link.kinds and link.in_page]


def place(link: Link) -> Url:
    """Return where a link leads; only for links that have a target, as `foreign_links` do."""
    assert link.target is not None  # noqa: S101 - what `lead_away` promises
    return link.target


def host(link: Link) -> str:
    """Return the host a link leads to, as readers know it."""
    return place(link).host_unicode


def owner_of(link: Link) -> str:
    """Return the site that a link leads to, or the host where nobody registered it."""
    return place(link).site or place(link).host


def told(link: Link) -> Evidence:
    """Return a link as evidence, with the way it takes where it is not direct."""
    hidden = [hop.host for hop in link.hops if hop.kind is not HopKind.WRAPPER]
    text = f"{link.href} -> {place(link).normal}" if hidden else link.href
    return seen(f"part:{link.part}", text)


def first(links: Iterable[Link], sentence: str, weight: float | None = None) -> Found | None:
    """Return a finding on the first of `links`; `{host}` in the sentence is where it leads."""
    link = next(iter(links), None)
    if link is None:
        return None
    return Found(sentence.replace("{host}", host(link)), (told(link),), weight=weight)


def says_little(facts: Facts) -> bool:
    """Whether a message says so little that its links are what it is about."""
    return facts.once(_says_little)


def _says_little(facts: Facts) -> bool:
    return count_letters(facts.text[:_MUCH_TEXT]) <= _FEW_LETTERS


def is_text(link: Link) -> bool:
    """Whether the reader is shown words or a picture instead of the address."""
    shown = link.text.strip().lower()
    return link.in_page and "://" not in shown and not shown.startswith("www.")


_FAREWELL = re.compile(
    r"""unsub|opt[\s-]?out|remove\sme|stop\sreceiving|preferences|abmeld|abbestell|austragen|d[ée]sabonn
    |d[ée]sinscri|de\sbaja|cancelar\s(?:la\s)?(?:suscri|inscri|assinatura)|descadastr|disiscri
    |cancell?a\sl|afmeld|uitschrijv|avregistrer|avmeld|wypisz|отписа|退订|配信停止""",
    re.VERBOSE | re.IGNORECASE,
)


def is_farewell(link: Link) -> bool:
    """Whether a link offers to end a subscription, in the languages of most mail."""
    return _FAREWELL.search(link.text[:300]) is not None


def clicked(facts: Facts) -> list[Link]:
    """Return the elements of pages that open a site: what is seen and has a host."""
    return [
        link
        for link in facts.links[:_MANY_CLICKED]
        if link.in_page and not link.hidden and link.target is not None and link.target.host
    ]


def is_own(link: Link, facts: Facts) -> bool:
    """Whether a link leads to the author's own site."""
    return owner_of(link) in author_sites(facts)


def author_sites(facts: Facts) -> frozenset[str]:
    """Return the sites of all who are named as authors; a name with a comma reads as two."""
    return facts.once(_author_sites)


def _author_sites(facts: Facts) -> frozenset[str]:
    return frozenset(owner(mailbox.domain) for mailbox in facts.senders if mailbox.domain)


def related(one: str, other: str) -> bool:
    """Whether two sites share their name: `shop.example` and `shop-mail.test`, as one owner has.

    A short name is a part of many words, and counts where it stands by itself.
    """
    shorter, longer = sorted((site.partition(".")[0] for site in (one, other)), key=len)
    name = shorter.replace("-", "")
    if len(name) < _SHARED:
        return len(name) >= _NAME and name in longer.split("-")
    return name[:_SHARED] in longer.replace("-", "")


def is_senders(link: Link, facts: Facts) -> bool:
    """Whether a link's site is the sender's by its name: his domain's, or the one he goes by."""
    site = owner_of(link)
    if any(related(own, site) for own in names_that_count(facts)):
        return True
    label = site.partition(".")[0].replace("-", "")
    names = (fold(mailbox.name[:200]) for mailbox in facts.senders[:10])
    return len(label) >= _NAME and any(label in _letters(name) for name in names)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name))
