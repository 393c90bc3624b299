"""A link has the shape that phishing kits and broken-into sites give it.

A page inside the works of somebody's blog (`/wp-includes/…`), a folder hidden by a dot, a program
that takes an e-mail address: `index.php?email=`, `lnk.php?id=`.
"""

from bartizan.forensics.links.oddities import Oddity
from bartizan.mail.detectors._links import first, strangers
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Path of a phishing kit",
    severity=Severity.HIGH,
    weight=0.45,
    tags=("tactic:credential-phishing", "attack:T1584.004", "attack:T1566.002"),
    basis=Basis.LINKS,
)


def detect(facts: Facts) -> Found | None:
    """Look for such paths on hosts that are strangers to the author."""
    odd = frozenset({Oddity.KIT_PATH, Oddity.DOUBLE_ENDING})
    return first(
        (link for link in strangers(facts) if odd & link.oddities and link.in_page),
        "A link leads into a corner of {host} where honest sites keep no pages.",
    )
