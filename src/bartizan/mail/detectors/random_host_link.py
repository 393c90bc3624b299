"""A link leads to a host whose name no person chose: letters and digits by chance.

Programs that register a name for every campaign make such names.
"""

from bartizan.forensics.links.oddities import Oddity
from bartizan.mail.detectors._links import first, strangers
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Made-up host name",
    severity=Severity.MEDIUM,
    weight=0.5,
    tags=("tactic:disposable-domain", "attack:T1568.002"),
    basis=Basis.LINKS,
)


def detect(facts: Facts) -> Found | None:
    """Look for made-up names among strangers that are clicked."""
    return first(
        (link for link in strangers(facts) if Oddity.RANDOM_HOST in link.oddities and link.in_page),
        "A link leads to {host}, a name that looks made up by a program.",
    )
