"""A short message whose every button leads to one and the same stranger.

Honest senders link to their own site, to services that count clicks, to what everybody knows. A
site that bears the sender's name under another ending is taken for his.
"""

from bartizan.forensics.links.known_hosts import Kind
from bartizan.forensics.links.oddities import Oddity
from bartizan.mail.detectors._links import (
    author_sites,
    clicked,
    host,
    is_senders,
    is_text,
    owner_of,
    says_little,
    strangers,
    told,
)
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Every link leads to a stranger",
    severity=Severity.MEDIUM,
    weight=0.4,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
    basis=Basis.LINKS,
)


#: Where people share what they made; other detectors look at these.
_SHARED = frozenset({Kind.FILE_HOST, Kind.FORM_BUILDER})
_NOTHING_ODD = frozenset({Kind.OPEN_MAIL})
#: What services that count clicks and sign people in have in their addresses, too.
_HONEST_TOO = frozenset({Oddity.RANDOM_PATH, Oddity.LOGIN_PATH, Oddity.LONG})
_PLAIN = 0.25  # a firm that sends from one name and has its site under another


def detect(facts: Facts) -> Found | None:
    """Compare the sites of all links that are clicked, social networks apart."""
    away = [link for link in strangers(facts) if is_text(link) and not link.kinds & _SHARED]
    sites = {owner_of(link) for link in clicked(facts) if Kind.PLATFORM not in link.kinds}
    if not away or len(sites) != 1 or not says_little(facts):
        return None
    if is_senders(away[0], facts):
        return None
    odd = _nobody_sent(facts) or any(map(_is_odd, away))
    return Found(
        f"Every link of this short message leads to {host(away[0])}, which is not the sender's.",
        (told(away[0]),),
        weight=None if odd else _PLAIN,
    )


def _nobody_sent(facts: Facts) -> bool:
    return not author_sites(facts)


def _is_odd(link: Link) -> bool:
    return bool(link.oddities - _HONEST_TOO or link.kinds - _NOTHING_ODD)
