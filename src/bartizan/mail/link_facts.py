"""The links of a message, read once each, and those that lead away from its author. Pure."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from ipaddress import ip_address, ip_network

from bartizan.forensics.addresses import Mailbox
from bartizan.forensics.html import HtmlFacts
from bartizan.forensics.links.reading import Reading, read_link
from bartizan.forensics.mime import Part
from bartizan.forensics.urls import Url, find_registration, find_urls
from bartizan.mail.authentication.results import Authentication, Result
from bartizan.mail.evidence import Link, Organisation

_LINKS, _FOREIGN = 2000, 500
#: Loopback, link-local, private and shared networks (RFC 1918, 3927, 4193, 4291, 6598).
_OUR_SIDE = tuple(
    map(
        ip_network,
        """0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12
        192.168.0.0/16         ::1/128 fc00::/7 fe80::/10""".split(),
    )
)


def read_links(plain: Sequence[Part], pages: Sequence[tuple[Part, HtmlFacts]]) -> tuple[Link, ...]:
    """Return the links of a message in order, those of its pages first; at most 2,000."""
    return tuple(link for link, _ in zip(_every_link(plain, pages), range(_LINKS), strict=False))


def links_of_page(part: int, page: HtmlFacts, read: Callable[[str], Reading]) -> Iterator[Link]:
    """Yield the links of one page; `read` reads an address, and may remember it."""
    for link in page.links:
        told = read(link.href)
        yield Link(
            link.href,
            told.url,
            link.text,
            part,
            told.target,
            told.hops,
            told.kinds,
            told.oddities,
            in_page=True,
            hidden=link.hidden,
            has_image=link.has_image,
        )


def _every_link(plain: Sequence[Part], pages: Sequence[tuple[Part, HtmlFacts]]) -> Iterator[Link]:
    read = cache(read_link)  # a message repeats its links, in its pages and in its plain text
    for part, facts in pages:
        yield from links_of_page(part.index, facts, read)
    for part in plain:
        for href in find_urls(part.text()):
            told = read(href)
            yield Link(
                href,
                told.url,
                href,
                part.index,
                told.target,
                told.hops,
                told.kinds,
                told.oddities,
            )


def lead_away(
    links: Sequence[Link],
    senders: Sequence[Mailbox],
    organisation: Organisation,
    authentication: Authentication | None = None,
) -> tuple[Link, ...]:
    """Return the links that can be seen and lead to others than the author and us, each once.

    Who signed a message that its author's domain vouches for (DMARC), or takes its bounces and
    proved it (SPF), is no stranger: the service that sends for the author counts clicks under a
    name of its own.
    """
    own = {_site(mailbox.domain) for mailbox in senders if mailbox.domain}
    own.update(map(_site, organisation.domains))
    own.update(map(_site, _services(authentication)))
    found: dict[str, Link] = {}
    for link in links:
        target = link.target
        if target is None or not target.host or link.hidden or link.href in found:
            continue
        if (target.site or target.host) not in own and not _is_inside(target):
            found[link.href] = link
            if len(found) == _FOREIGN:
                break
    return tuple(found.values())


def _services(authentication: Authentication | None) -> list[str]:
    """Return who proved to have sent a message for an author who proved to be behind it."""
    if authentication is None or authentication.dmarc.result is not Result.PASS:
        return []
    proofs = [(signed.result, signed.domain) for signed in authentication.dkim]
    proofs.append((authentication.spf.result, authentication.spf.domain))
    return [domain for result, domain in proofs if result is Result.PASS]


def _site(domain: str) -> str:
    domain = domain.lower()
    return find_registration(domain).site or domain


def _is_inside(url: Url) -> bool:
    """Whether an address lies in the networks that a company numbers by itself."""
    if not url.is_ip:
        return False
    try:
        address = ip_address(url.host.strip("[]"))
    except ValueError:
        return False
    return any(address in network for network in _OUR_SIDE)
