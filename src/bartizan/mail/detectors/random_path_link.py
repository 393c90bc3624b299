"""A link to a stranger ends in a long row of random letters and digits.

It tells the sender who clicked, and lets him show each visitor another page. Honest senders do so
through their own hosts or known services; those are not counted.
"""

from bartizan.forensics.links.known_hosts import Kind
from bartizan.forensics.links.oddities import Oddity
from bartizan.mail.detectors._links import first, is_text, says_little, strangers
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Random letters in the link",
    severity=Severity.MEDIUM,
    weight=0.3,
    tags=("tactic:evasion", "attack:T1566.002"),
    basis=Basis.LINKS,
)

_MUCH_TEXT, _AMONG_OTHERS = 0.25, 0.1


def detect(facts: Facts) -> Found | None:
    """Look for random paths; where the message says much besides, they weigh less."""
    links = [link for link in strangers(facts) if is_text(link)]
    found = [link for link in links if _is_random(link)]
    most = len(found) * 2 >= len(links)
    weight = _AMONG_OTHERS if not most else None if says_little(facts) else _MUCH_TEXT
    return first(
        found,
        "A link to {host}, which is not the sender's, ends in random letters and digits.",
        weight=weight,
    )


def _is_random(link: Link) -> bool:
    """Names of shared files and of forms are random on purpose."""
    shared = link.kinds & {Kind.FILE_HOST, Kind.FORM_BUILDER}
    return Oddity.RANDOM_PATH in link.oddities and not shared
