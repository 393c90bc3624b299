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
from bartizan.mail.detectors._links import (
    host,
    names_that_count,
    owner_of,
    place,
    related,
    strangers,
    told,
)
from bartizan.mail.detectors._mass import from_a_list
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Link is not what it shows",
    severity=Severity.HIGH,
    weight=0.45,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
    basis=Basis.LINKS,
)

_LOOKS_LIKE_HOST = re.compile(
    r"^\s*(?:https?://)?((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})(?:[:/?#]\S*)?\s*$", re.IGNORECASE
)
_MANY_LINKS = 500
_HONEST, _FEW = 0.2, 10


def detect(facts: Facts) -> Found | None:
    """Compare the host shown with the host a browser would end at."""
    links = strangers(facts)
    misread = [(shown, link) for link in links[:_MANY_LINKS] if (shown := _misread(link))]
    if not misread:
        return None
    shown, link = misread[0]
    return Found(
        f"A link reads {shown} but leads to {host(link)}.",
        (told(link),),
        weight=_HONEST if len(links) > _FEW or _is_usual(misread, facts) else None,
    )


def _is_usual(misread: list[tuple[str, Link]], facts: Facts) -> bool:
    """Whether one service stands behind different addresses, or behind the author's own.

    Services that count clicks, and filters of outgoing mail, are put before every link; what a
    list sends is expected to go through one.
    """
    if from_a_list(facts):
        return True
    shown = {owner(name) for name, _ in misread}
    behind = {owner_of(link) for _, link in misread}
    return len(behind) == 1 and (len(shown) > 1 or not shown.isdisjoint(names_that_count(facts)))


def _misread(link: Link) -> str | None:
    """Return the host that a link shows and does not lead to."""
    shown = _shown_host(link)
    return shown if shown is not None and _differ(shown, link) else None


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
