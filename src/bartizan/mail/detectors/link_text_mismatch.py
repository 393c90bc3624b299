"""A link shows one address and leads to another.

The text of the link is itself a host or a URL, so the reader believes to know where it goes.
"""

import re

from bartizan.forensics.urls import read_url
from bartizan.mail.detectors._domains import same_owner
from bartizan.mail.evidence import About, Facts, Found, Link, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Link is not what it shows",
    severity=Severity.HIGH,
    weight=0.5,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
)

_LOOKS_LIKE_HOST = re.compile(
    r"^\s*(?:https?://)?((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})(?:[:/?#]\S*)?\s*$", re.IGNORECASE
)
_MANY_LINKS = 500
_TO_AUTHOR = 0.15


def detect(facts: Facts) -> Found | None:
    """Compare the host shown with the host a browser would go to."""
    if facts.message.header("list-id") is not None:
        return None  # newsletters send their links through counting services
    for link in facts.links[:_MANY_LINKS]:
        shown = _shown_host(link)
        if shown is not None and link.url is not None and not same_owner(shown, link.url.host):
            return Found(
                f"A link reads {shown} but leads to {link.url.host}.",
                (seen(f"part:{link.part}", f"{link.text.strip()} -> {link.href}"),),
                weight=_TO_AUTHOR if _belongs_to_author(link.url.host, facts) else None,
            )
    return None


def _belongs_to_author(host: str, facts: Facts) -> bool:
    """Honest senders count clicks on hosts of their own; that hides nothing about who they are."""
    return facts.sender is not None and same_owner(host, facts.sender.domain)


def _shown_host(link: Link) -> str | None:
    match = _LOOKS_LIKE_HOST.match(link.text)
    if match is None or "@" in link.text:
        return None
    url = read_url(f"http://{match[1]}/")
    return url.host if url is not None and url.registrable else None
