"""The message sends its reader through a link shortener, which hides where it leads.

A company has no need to hide its own site behind a public shortener; people who quote a short
link among others do so honestly, so that weighs less.
"""

from bartizan.forensics.links.known_hosts import Kind
from bartizan.mail.detectors._links import first, strangers
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Shortened link",
    severity=Severity.MEDIUM,
    weight=0.5,
    tags=("tactic:evasion", "tactic:shortened-link", "attack:T1566.002"),
    basis=Basis.LINKS,
)

_AMONG_OTHERS = 0.2


def detect(facts: Facts) -> Found | None:
    """Look for shorteners among the links that lead away."""
    links = strangers(facts)
    short = [link for link in links if Kind.SHORTENER in link.kinds]
    most = len(short) * 2 >= len(links)
    return first(
        short,
        "A link hides where it leads behind the shortening service {host}.",
        weight=None if most else _AMONG_OTHERS,
    )
