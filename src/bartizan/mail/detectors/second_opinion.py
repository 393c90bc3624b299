"""A model that the administrator asks besides the default ones finds the message suspicious.

Such models (of links, of word order, of how unusual mail is) are off unless their card says that
they judge by default; where they are on, they add a little weight.
"""

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="A second opinion",
    severity=Severity.LOW,
    weight=0.2,
    tags=("tactic:social-engineering", "attack:T1566", "method:machine-learning"),
)

#: The model, from what probability on it is heard, and what it looked at.
_MODELS = (
    ("links", 0.9, "the letters of its links"),
    ("sequence", 0.9, "the order of its words"),
    ("anomaly", 0.62, "how unlike honest mail it is made"),
)


def detect(facts: Facts) -> Found | None:
    """Return the first model that is sure enough."""
    for name, least, looked_at in _MODELS:
        opinion = facts.opinions.get(name)
        if opinion is not None and opinion.probability >= least:
            return Found(
                f"A trained model that looked at {looked_at} finds it suspicious "
                f"({opinion.probability:.0%}).",
                tuple(seen(f"model:{name}", reason) for reason in opinion.reasons),
            )
    return None
