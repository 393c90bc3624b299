"""A link's host is written in letters that pass for others.

International names are honest; one whose letters all look Latin while they are not is made to be
taken for another.
"""

from bartizan.forensics.confusables import fold
from bartizan.forensics.urls import Quirk
from bartizan.mail.detectors._links import first, host, place
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Host in look-alike letters",
    severity=Severity.HIGH,
    weight=0.7,
    tags=("tactic:lookalike-domain", "tactic:impersonation", "attack:T1583.001"),
)

_FOREIGN_LETTERS = 0.15


def detect(facts: Facts) -> Found | None:
    """Look for international names that read as Latin ones, then for any that lead away."""
    links = [link for link in facts.foreign_links if Quirk.INTERNATIONAL_HOST in place(link).quirks]
    return first(
        filter(_passes_for_latin, links), "A link's host imitates another by its letters: {host}."
    ) or first(
        (link for link in links if link.in_page),
        "A link leads to a host in letters of another alphabet: {host}.",
        _FOREIGN_LETTERS,
    )


def _passes_for_latin(link: Link) -> bool:
    """Whether a label without one Latin letter can be read as Latin throughout."""
    return any(
        not label.isascii()
        and fold(label).isascii()
        and not any(letter.isascii() and letter.isalpha() for letter in label)
        for label in host(link).split(".")
    )
