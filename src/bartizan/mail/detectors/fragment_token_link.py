"""A link hides a long code after the `#`, where only a script on the page reads it.

Servers and scanners never see that part, so the page shows them nothing and the victim
everything.
"""

from bartizan.forensics.links.oddities import Oddity
from bartizan.mail.detectors._links import first, strangers
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Hidden code in the link",
    severity=Severity.HIGH,
    weight=0.5,
    tags=("tactic:evasion", "attack:T1566.002", "attack:T1027"),
    basis=Basis.LINKS,
)


def detect(facts: Facts) -> Found | None:
    """Look for codes in fragments of links that are clicked."""
    return first(
        (
            link
            for link in strangers(facts)
            if Oddity.TOKEN_FRAGMENT in link.oddities and link.in_page
        ),
        "A link to {host} carries a code where only a script on that page can read it.",
    )
