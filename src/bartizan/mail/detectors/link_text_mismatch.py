"""A link shows one address and leads to another.

The text of the link is itself a host or a URL, so the reader believes to know where it goes. What
counts is where the link leads in the end: filters and services that count clicks stand between
honestly, and honest senders show a partner's address over their own. That the link leads away is
what other detectors look at, too; so it rests on the same observation as theirs.
"""

import re

from bartizan.forensics.links.known_hosts import Kind, known
from bartizan.forensics.urls import read_url
from bartizan.mail.detectors._domains import owner, same_owner
from bartizan.mail.detectors._links import author_sites, host, place, related, strangers, told
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Link is not what it shows",
    severity=Severity.HIGH,
    weight=0.5,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
    basis=Basis.LINKS,
)

_LOOKS_LIKE_HOST = re.compile(
    r"^\s*(?:https?://)?((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})(?:[:/?#]\S*)?\s*$", re.IGNORECASE
)
_MANY_LINKS = 500
_AMONG_MANY, _FEW, _SHOWS_AUTHOR = 0.2, 10, 0.2


def detect(facts: Facts) -> Found | None:
    """Compare the host shown with the host a browser would end at."""
    if facts.message.header("list-id") is not None:
        return None  # newsletters send their links through counting services
    links = strangers(facts)
    for link in links[:_MANY_LINKS]:
        shown = _shown_host(link)
        if shown is not None and _differ(shown, link):
            return Found(
                f"A link reads {shown} but leads to {host(link)}.",
                (told(link),),
                weight=_AMONG_MANY if len(links) > _FEW else _weight(shown, facts),
            )
    return None


def _weight(shown: str, facts: Facts) -> float | None:
    """Honest authors show their own site over the address of a service that counts clicks."""
    return _SHOWS_AUTHOR if owner(shown) in author_sites(facts) else None


def _differ(shown: str, link: Link) -> bool:
    """Whether the two hosts have neither owner nor name in common."""
    if same_owner(shown, place(link).host) or Kind.SHORTENER in known(shown):
        return False
    if any(same_owner(shown, hop.host) for hop in link.hops):
        return False  # the whole wrapped address is shown
    return not related(owner(shown), place(link).site)


def _shown_host(link: Link) -> str | None:
    match = _LOOKS_LIKE_HOST.match(link.text)
    if match is None or "@" in link.text:
        return None
    url = read_url(f"http://{match[1]}/")
    return url.host if url is not None and url.registrable else None
