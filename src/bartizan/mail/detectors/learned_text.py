"""The message reads like threats do: its words are those of lures, not of the mail people get.

A trained model read the sender's name, the subject and the text in whatever language they are; the
evidence is the words that moved it most.
"""

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Reads like a lure",
    severity=Severity.MEDIUM,
    weight=0.85,
    tags=("tactic:social-engineering", "attack:T1566", "method:machine-learning"),
)

_LEAST = 0.4  # below this the model shrugs
_GRAVE = 0.6


def detect(facts: Facts) -> Found | None:
    """Say what the text model thinks; the weight falls faster than its certainty."""
    opinion = facts.opinions.get("text")
    if opinion is None or opinion.probability < _LEAST:
        return None
    weight = ABOUT.weight * opinion.probability**2
    return Found(
        f"It reads like messages that deceive or solicit people (the model is "
        f"{opinion.probability:.0%} sure), not like ordinary mail.",
        tuple(seen("text", words) for words in opinion.reasons),
        weight=weight,
        severity=Severity.HIGH if weight >= _GRAVE else None,
    )
