"""The message is built like threats are: its page, links and sender are shaped as theirs.

A trained forest voted on counts and shares, without reading a word. Alone that is weak evidence:
honest advertising is built in much the same way.
"""

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Built like a lure",
    severity=Severity.LOW,
    weight=0.3,
    tags=("tactic:evasion", "attack:T1566.002", "method:machine-learning"),
)

_LEAST = 0.6  # of the votes


def detect(facts: Facts) -> Found | None:
    """Say what the forest thinks where most of it agrees; more weight for more agreement."""
    opinion = facts.opinions.get("structure")
    if opinion is None or opinion.probability < _LEAST:
        return None
    return Found(
        f"Its make-up is that of deceptive messages ({opinion.probability:.0%} of the trained "
        "trees say so).",
        tuple(seen("structure", reason) for reason in opinion.reasons),
        weight=ABOUT.weight * (opinion.probability - _LEAST) / (1 - _LEAST),
    )
