"""A link leads to an unusual port of a stranger's machine.

Sites that people visit answer at the usual ones; a program put on somebody else's server often
cannot.
"""

from bartizan.forensics.urls import Quirk
from bartizan.mail.detectors._links import first, place, strangers
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Unusual port",
    severity=Severity.MEDIUM,
    weight=0.3,
    tags=("tactic:evasion", "attack:T1571"),
    basis=Basis.LINKS,
)


def detect(facts: Facts) -> Found | None:
    """Look for ports among links that are clicked."""
    return first(
        filter(_is_odd, strangers(facts)),
        "A link leads to an unusual door (port) of {host}.",
    )


def _is_odd(link: Link) -> bool:
    return link.in_page and Quirk.ODD_PORT in place(link).quirks
