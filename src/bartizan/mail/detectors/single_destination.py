"""Everything in the message opens one and the same page, even what offers to unsubscribe.

Mail that is made to be clicked anywhere has one goal; honest mail has a footer that leads to
other places.
"""

from bartizan.mail.detectors._links import clicked, host, is_own, told
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="One page behind every link",
    severity=Severity.MEDIUM,
    weight=0.4,
    tags=("tactic:credential-phishing", "attack:T1566.002"),
    basis=Basis.LINKS,
)

_LEAST = 3
_TEXTS = 2


def detect(facts: Facts) -> Found | None:
    """Count the elements that are clicked and the pages behind them."""
    links = clicked(facts)
    texts = {" ".join(link.text.split()) for link in links}
    if len(links) < _LEAST or len(texts) < _TEXTS or len(set(map(_page, links))) != 1:
        return None
    if is_own(links[0], facts) or links[0] not in facts.foreign_links:
        return None
    return Found(
        f"All {len(links)} links of the message open the same page at {host(links[0])}.",
        (told(links[0]),),
    )


def _page(link: Link) -> str:
    return link.target.normal if link.target is not None else ""
