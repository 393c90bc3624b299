"""Words are cut by pieces of text that nobody sees, so that a filter reads other words.

`Pay<span style="display:none">xq</span>Pal` shows a brand and spells none.
"""

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Words cut by hidden text",
    severity=Severity.HIGH,
    weight=0.75,
    tags=("tactic:evasion", "attack:T1027"),
)

_ENOUGH = 5


def detect(facts: Facts) -> Found | None:
    """Count the places where hidden text stands inside a visible word."""
    for page in facts.html:
        if page.split_words >= _ENOUGH:
            return Found(
                f"{page.split_words} words of the message are cut by text that is not shown.",
                (seen("hidden", " ".join(page.hidden_text.split())),),
            )
    return None
