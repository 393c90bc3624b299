"""The message reads like threats do: its words are those of lures, not of the mail people get.

A trained model read the sender's name, the subject and the text in whatever language they are; the
evidence is the words that moved it most.
"""

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Reads like a lure",
    severity=Severity.MEDIUM,
    weight=0.6,
    tags=("tactic:social-engineering", "attack:T1566"),
)

_LEVELS = ((0.98, 0.8), (0.93, 0.6), (0.8, 0.4), (0.6, 0.2))  # at least so likely: weight


def detect(facts: Facts) -> Found | None:
    """Say what the text model thinks where that is more than nothing."""
    opinion = facts.opinions.get("text")
    if opinion is None:
        return None
    weight = next((weight for least, weight in _LEVELS if opinion.probability >= least), None)
    if weight is None:
        return None
    return Found(
        f"It reads like messages that deceive or solicit people ({opinion.probability:.0%} "
        "alike), not like ordinary mail.",
        tuple(seen("text", words) for words in opinion.reasons),
        weight=weight,
        severity=Severity.HIGH if weight >= ABOUT.weight else None,
    )
