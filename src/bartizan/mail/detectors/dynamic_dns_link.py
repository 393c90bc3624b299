"""A link leads to a name of dynamic DNS: its holder points it to another machine at any minute."""

from bartizan.forensics.links.known_hosts import Kind
from bartizan.mail.detectors._links import first, strangers
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Dynamic name",
    severity=Severity.MEDIUM,
    weight=0.5,
    tags=("tactic:dynamic-dns", "attack:T1568"),
    basis=Basis.LINKS,
)


_WRITTEN_OUT = 0.25  # people at home tell each other of their own machines


def detect(facts: Facts) -> Found | None:
    """Look for names under providers of dynamic DNS."""
    found = [link for link in strangers(facts) if Kind.DYNAMIC_DNS in link.kinds]
    sentence = "A link leads to {host}, a name made for machines that move about."
    clicked = (link for link in found if link.in_page)
    return first(clicked, sentence) or first(found, sentence, _WRITTEN_OUT)
