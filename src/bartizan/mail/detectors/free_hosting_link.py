"""A link leads to a site that anybody puts up in minutes under a provider's name.

Phishing pages live on site builders, application platforms and tunnels because those are free,
trusted by name and gone tomorrow. Small firms and programmers use them honestly.
"""

from bartizan.forensics.links.known_hosts import Kind
from bartizan.forensics.links.oddities import Oddity
from bartizan.mail.detectors._links import first, hosted_by_anybody
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Site on free hosting",
    severity=Severity.MEDIUM,
    weight=0.35,
    tags=("tactic:free-hosting", "attack:T1583.006", "attack:T1566.002"),
    basis=Basis.LINKS,
)

_MADE_UP = 0.55


def detect(facts: Facts) -> Found | None:
    """Look for sites on free hosting; names that no person chose weigh more."""
    links = hosted_by_anybody(facts.foreign_links, Kind.FREE_HOSTING)
    made_up = [link for link in links if Oddity.RANDOM_HOST in link.oddities]
    return first(
        made_up or links,
        "A link leads to {host}, a site that anybody can put up for free.",
        weight=_MADE_UP if made_up else None,
    )
