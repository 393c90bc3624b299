"""A link leads to a machine by its number instead of a name.

`http://203.0.113.9/`, or the name a provider gives a rented machine, `9-113-0-203.host.example`:
nobody who does business at a place leaves it without a name.
"""

from bartizan.forensics.links.oddities import Oddity
from bartizan.forensics.urls import Quirk
from bartizan.mail.detectors._links import first, place
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Machine without a name",
    severity=Severity.HIGH,
    weight=0.6,
    tags=("tactic:evasion", "attack:T1566.002"),
    basis=Basis.LINKS,
)

_OBFUSCATED, _RENTED, _WRITTEN_OUT = 0.85, 0.5, 0.35


def detect(facts: Facts) -> Found | None:
    """Look for numbers, disguised ones first; addresses of our own networks lead nowhere else."""
    numbers = [link for link in facts.foreign_links if place(link).is_ip]
    disguised = [link for link in numbers if Quirk.OBFUSCATED_ADDRESS in place(link).quirks]
    clicked = [link for link in numbers if link.in_page]
    rented = [
        link
        for link in facts.foreign_links
        if Oddity.NUMBERED_HOST in link.oddities and link.in_page
    ]
    sentence = "A link leads to the bare network address {host} instead of a name."
    return (
        first(disguised, sentence, _OBFUSCATED)
        or first(clicked, sentence)
        or first(rented, "A link leads to a rented machine that has no name: {host}.", _RENTED)
        or first(numbers, sentence, _WRITTEN_OUT)
    )
