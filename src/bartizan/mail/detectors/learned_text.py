"""The message reads like threats do: its words are those of lures, not of the mail people get.

A trained model read the sender's name, the subject and the text in whatever language they are; the
evidence is the words that moved it most.
"""

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Reads like a lure",
    severity=Severity.MEDIUM,
    weight=0.9,
    tags=("tactic:social-engineering", "attack:T1566", "method:machine-learning"),
)

# The model is careful: honest mail that it never saw stays below 0.7, all but one in a hundred.
_SHRUGS, _SURE = 0.4, 0.85
_LEAST, _GRAVE = 0.1, 0.6
_ENOUGH = 12  # words; fewer say little, whatever a model makes of them


def detect(facts: Facts) -> Found | None:
    """Say what the text model thinks; the surer it is, and the more it read, the heavier."""
    opinion = facts.opinions.get("text")
    if opinion is None:
        return None
    sure = min(1.0, (opinion.probability - _SHRUGS) / (_SURE - _SHRUGS))
    told = min(1.0, len(facts.folded.split(maxsplit=_ENOUGH)) / _ENOUGH)
    weight = ABOUT.weight * sure * told
    if weight < _LEAST:
        return None
    return Found(
        f"It reads like messages that deceive or solicit people (the model is "
        f"{opinion.probability:.0%} sure), not like ordinary mail.",
        tuple(seen("text", words) for words in opinion.reasons),
        weight=weight,
        severity=Severity.HIGH if weight >= _GRAVE else None,
    )
