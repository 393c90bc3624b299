"""A link leads to a name under an ending where fraud is far more common than business.

Some endings are given away or cost next to nothing, so that a campaign takes a fresh name every
day. A few of them hold hardly anything else, and weigh more.
"""

from bartizan.forensics.links.known_hosts import Kind
from bartizan.mail.detectors._links import clicked, first, is_own, strangers
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Ending that fraud prefers",
    severity=Severity.MEDIUM,
    weight=0.2,
    tags=("tactic:disposable-domain", "attack:T1583.001"),
    basis=Basis.LINKS,
)

_WORST, _OWN, _WRITTEN_OUT = 0.5, 0.35, 0.3


def detect(facts: Facts) -> Found | None:
    """Look at the endings of hosts: the author's own site counts for the worst ones only."""
    links = strangers(facts)
    sentence = "A link leads to {host}; names with this ending are mostly used for fraud."
    worst = [link for link in links if Kind.WORST_SUFFIX in link.kinds]
    own = [
        link for link in clicked(facts) if Kind.WORST_SUFFIX in link.kinds and is_own(link, facts)
    ]
    abused = [link for link in links if Kind.ABUSED_SUFFIX in link.kinds and link.in_page]
    return (
        first((link for link in worst if link.in_page), sentence, _WORST)
        or first(own, sentence, _OWN)
        or first(worst, sentence, _WRITTEN_OUT)
        or first(abused, "A link leads to {host}; fraud is common under this ending.")
    )
