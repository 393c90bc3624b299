"""What offers to end a subscription does something else.

It opens the very page that the message advertises, writes to somebody's free mailbox, or leads to
a machine without a name: who clicks tells a spammer that his address is read.
"""

from bartizan.forensics.links.known_hosts import Kind
from bartizan.forensics.links.oddities import Oddity
from bartizan.mail.detectors._links import clicked, host, is_farewell, is_own, owner_of, place, told
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="False unsubscribe",
    severity=Severity.MEDIUM,
    weight=0.45,
    tags=("tactic:spam", "attack:T1566.002"),
    basis=Basis.LINKS,
)

_NAMELESS = frozenset({Kind.SHORTENER, Kind.STORAGE, Kind.WORST_SUFFIX, Kind.DYNAMIC_DNS})
_SERVICES = frozenset({Kind.MAIL_SERVICE, Kind.PLATFORM})
_ELSEWHERE = 0.35


def detect(facts: Facts) -> Found | None:
    """Compare the links that end a subscription with the others."""
    links = clicked(facts)
    ends = [link for link in links if is_farewell(link) and not is_own(link, facts)]
    others = [link for link in links if not is_farewell(link)]
    pages = {link.href for link in others}
    sites = {owner_of(link) for link in others if Kind.PLATFORM not in link.kinds}
    return next((found for link in ends if (found := _judge(link, pages, sites))), None)


def _judge(link: Link, pages: set[str], sites: set[str]) -> Found | None:
    if link.href in pages:
        return _found(link, "The link that offers to unsubscribe opens what is advertised, at {}.")
    if place(link).is_ip or link.kinds & _NAMELESS or Oddity.NUMBERED_HOST in link.oddities:
        return _found(link, "The link that offers to unsubscribe leads to {}, which names nobody.")
    if sites and owner_of(link) not in sites and not link.kinds & _SERVICES:
        sentence = "The link that offers to unsubscribe leads to {}, where nothing else leads."
        return _found(link, sentence, _ELSEWHERE)
    return None


def _found(link: Link, sentence: str, weight: float | None = None) -> Found:
    return Found(sentence.format(host(link)), (told(link),), weight=weight)
