"""A link puts many names before the one that counts.

`www.bank.example.com.login.evil.example` is cut off where it is shown, and its beginning is read
as the whole.
"""

from bartizan.forensics.links.oddities import Oddity
from bartizan.mail.detectors._links import first, strangers
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Names before the name",
    severity=Severity.MEDIUM,
    weight=0.3,
    tags=("tactic:evasion", "tactic:impersonation", "attack:T1566.002"),
    basis=Basis.LINKS,
)

_WHOLE_NAME = 0.6


def detect(facts: Facts) -> Found | None:
    """Look for whole names inside others first, then for many labels."""
    links = strangers(facts)
    return first(
        (link for link in links if Oddity.HOST_IN_SUBDOMAIN in link.oddities),
        "A link begins like one site's name but leads to another: {host}.",
        _WHOLE_NAME,
    ) or first(
        (link for link in links if Oddity.DEEP_SUBDOMAINS in link.oddities and link.in_page),
        "A link puts many names before the one that counts: {host}.",
    )
