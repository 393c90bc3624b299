"""A button starts a letter to a stranger's mailbox instead of opening a page.

"Report the user" and "Yes, it was me" send an answer to a mailbox that anybody could have opened:
who answers is known to be alive and worried, and the fraud goes on by letter.
"""

import re
from urllib.parse import unquote

from bartizan.forensics.links.known_hosts import is_free_mail
from bartizan.mail.detectors._domains import owner, same_owner
from bartizan.mail.detectors._links import is_farewell
from bartizan.mail.evidence import About, Facts, Found, Link, seen
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Button that writes to a stranger",
    severity=Severity.HIGH,
    weight=0.55,
    tags=("tactic:bec", "tactic:social-engineering", "attack:T1566.003"),
    basis=Basis.LINKS,
)

_PREPARED = re.compile(r"[?&](?:amp;)?(?:subject|body)=\s*[^&\s]", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})")
_LONGEST, _MANY_LINKS = 2_000, 200
_STRANGER, _FAREWELL = 0.25, 0.45


def detect(facts: Facts) -> Found | None:
    """Look at letters that links of a page would start."""
    found = [told for link in facts.links[:_MANY_LINKS] if (told := _judge(link, facts))]
    return max(found, key=lambda one: one.weight or ABOUT.weight, default=None)


def _judge(link: Link, facts: Facts) -> Found | None:
    address = _addressee(link)
    if address is None or not _is_prepared(link, address) or _is_known(address, facts):
        return None
    return Found(
        f"A button of the message would write a letter to {address}.",
        (seen(f"part:{link.part}", f"{link.text.strip()} -> {link.href}"),),
        weight=_weight(link, address),
    )


def _addressee(link: Link) -> str | None:
    if link.url is None or link.url.scheme != "mailto" or not link.in_page or link.hidden:
        return None
    match = _ADDRESS.search(unquote(link.url.path[:_LONGEST].partition("?")[0]))
    return match[0].lower() if match is not None else None


def _is_prepared(link: Link, address: str) -> bool:
    """Whether the letter is written already, or its button shows somebody else's address."""
    shown = _ADDRESS.search(link.text[:_LONGEST])
    if shown is not None:
        return not same_owner(shown[1], address.partition("@")[2])
    assert link.url is not None  # noqa: S101 - it has an addressee
    return _PREPARED.search(link.url.path[:_LONGEST]) is not None


def _is_known(address: str, facts: Facts) -> bool:
    """The author himself, his house, or ours; a list's own addresses."""
    domain = address.partition("@")[2]
    authors = {mailbox.address.lower() for mailbox in facts.senders}
    open_to_all = is_free_mail(domain)
    own = any(same_owner(domain, author.partition("@")[2]) for author in authors)
    return (
        address in authors
        or (own and not open_to_all)
        or owner(domain) in facts.organisation.domains
    )


def _weight(link: Link, address: str) -> float | None:
    if not is_free_mail(address.partition("@")[2]):
        return 0.1 if is_farewell(link) else _STRANGER
    return _FAREWELL if is_farewell(link) else None
