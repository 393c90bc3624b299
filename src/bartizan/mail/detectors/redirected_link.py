"""A link begins at a site that everybody knows and is passed on from there to a stranger.

Open redirectors and page caches lend their good name: `google.com/amp/s/…`, `bing.com/ck/a`,
any `?url=` that leads to another site. Filters that rewrite links and services that count clicks
are not meant.
"""

from bartizan.forensics.links.known_hosts import Kind, known
from bartizan.forensics.links.wrapping import HopKind
from bartizan.mail.detectors._domains import owner
from bartizan.mail.detectors._links import (
    author_sites,
    host,
    owner_of,
    says_little,
    strangers,
    told,
)
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Passed on through another site",
    severity=Severity.HIGH,
    weight=0.5,
    tags=("tactic:evasion", "tactic:open-redirect", "attack:T1566.002"),
    basis=Basis.LINKS,
)

_LENT = frozenset({HopKind.REDIRECTOR, HopKind.CACHE})
_PASTED, _AMONG_OTHERS = 0.25, 0.2  # people paste what they searched; portals count clicks
_ADVERTISED = 0.3  # through an advertising network, in a message that says little
_MANY = 20


def detect(facts: Facts) -> Found | None:
    """Look for links that go through a redirector which is neither the author's nor the subject."""
    authors, subjects = author_sites(facts), set(map(owner_of, facts.foreign_links))
    advertised = says_little(facts)
    for link in strangers(facts):
        for hop in link.hops:
            site = owner(hop.host)
            if site in authors or (site in subjects and Kind.PLATFORM not in known(hop.host)):
                continue  # a portal counts the clicks of its own mail
            if hop.kind in _LENT:
                return _found(link, hop.host, _weight(link, facts))
            if advertised and Kind.TRACKER in known(hop.host):
                return _found(link, hop.host, _ADVERTISED)
    return None


def _found(link: Link, lender: str, weight: float | None) -> Found:
    sentence = f"A link seems to lead to {lender} but goes on to {host(link)}."
    return Found(sentence, (told(link),), weight=weight)


def _weight(link: Link, facts: Facts) -> float | None:
    if len(facts.foreign_links) > _MANY:
        return _AMONG_OTHERS
    return None if link.in_page else _PASTED
