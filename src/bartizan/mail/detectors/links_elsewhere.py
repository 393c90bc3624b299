"""A short message whose every button leads to one and the same stranger.

Honest senders link to their own site, to services that count clicks, to what everybody knows. A
site that bears the sender's name under another ending is taken for his.
"""

from bartizan.forensics.links.known_hosts import Kind
from bartizan.mail.detectors._domains import owner
from bartizan.mail.detectors._links import (
    clicked,
    host,
    is_text,
    owner_of,
    related,
    says_little,
    strangers,
    told,
)
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Every link leads to a stranger",
    severity=Severity.MEDIUM,
    weight=0.4,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
)


_PLAIN = 0.3  # a firm that sends from one name and has its site under another


def detect(facts: Facts) -> Found | None:
    """Compare the sites of all links that are clicked, social networks apart."""
    away = [link for link in strangers(facts) if is_text(link)]
    sites = {owner_of(link) for link in clicked(facts) if Kind.PLATFORM not in link.kinds}
    if not away or len(sites) != 1 or not says_little(facts):
        return None
    sender = facts.sender.domain if facts.sender is not None else ""
    if related(owner(sender), owner_of(away[0])):
        return None
    odd = not sender or any(link.oddities or link.kinds for link in away)
    return Found(
        f"Every link of this short message leads to {host(away[0])}, which is not the sender's.",
        (told(away[0]),),
        weight=None if odd else _PLAIN,
    )
