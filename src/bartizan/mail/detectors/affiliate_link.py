"""A link carries an advertising network's bookkeeping to a stranger: offer, affiliate, campaign.

Somebody is paid for each click; mail of this kind that was not asked for is spam, and the offers
are often fraud.
"""

from bartizan.forensics.links.oddities import Oddity
from bartizan.mail.detectors._links import first, strangers
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Link that pays the sender",
    severity=Severity.MEDIUM,
    weight=0.4,
    tags=("tactic:spam", "attack:T1566.002"),
    basis=Basis.LINKS,
)


def detect(facts: Facts) -> Found | None:
    """Look for the parameters of affiliate programs on hosts that are nobody's."""
    return first(
        (link for link in strangers(facts) if Oddity.AFFILIATE in link.oddities and link.in_page),
        "A link to {host} counts clicks for somebody who is paid for them.",
    )
