"""A link begins at a site that everybody knows and is passed on from there to a stranger.

Open redirectors and page caches lend their good name: `google.com/amp/s/…`, `bing.com/ck/a`,
any `?url=` that leads to another site. Filters that rewrite links and services that count clicks
are not meant.
"""

from bartizan.forensics.links.known_hosts import Kind, known
from bartizan.forensics.links.wrapping import HopKind
from bartizan.mail.detectors._domains import same_owner
from bartizan.mail.detectors._links import host, place, strangers, told
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Passed on through another site",
    severity=Severity.HIGH,
    weight=0.5,
    tags=("tactic:evasion", "tactic:open-redirect", "attack:T1566.002"),
)

_LENT = frozenset({HopKind.REDIRECTOR, HopKind.CACHE})
_PASTED, _AMONG_OTHERS = 0.25, 0.2  # people paste what they searched; portals count clicks
_MANY = 20


def detect(facts: Facts) -> Found | None:
    """Look for links that go through a redirector which is not the author's own."""
    for link in strangers(facts):
        lender = _lender(link, facts)
        if lender is not None:
            return Found(
                f"A link seems to lead to {lender} but goes on to {host(link)}.",
                (told(link),),
                weight=_weight(link, facts),
            )
    return None


def _weight(link: Link, facts: Facts) -> float | None:
    if len(facts.foreign_links) > _MANY:
        return _AMONG_OTHERS
    return None if link.in_page else _PASTED


def _lender(link: Link, facts: Facts) -> str | None:
    for hop in link.hops:
        own = facts.sender is not None and same_owner(hop.host, facts.sender.domain)
        if hop.kind in _LENT and not own and not _is_the_subject(hop.host, facts):
            return hop.host
    return None


def _is_the_subject(lender: str, facts: Facts) -> bool:
    """Whether other links really lead to the lender: a portal counts the clicks of its own mail."""
    if Kind.PLATFORM in known(lender):
        return False
    return any(same_owner(lender, place(link).host) for link in facts.foreign_links)
