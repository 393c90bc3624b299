"""Much of the text is invisible to the reader and visible only to filters.

A hidden line that summarises the message (a preheader) is common and honest; text that outweighs
what is shown is there to be counted by filters.
"""

from bartizan.forensics.letters import count_letters
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Hidden text",
    severity=Severity.MEDIUM,
    weight=0.65,
    tags=("tactic:evasion", "attack:T1027"),
)

_LEAST_HIDDEN = 400  # characters: longer than any preheader with its padding
_SHARE = 1.0  # of the visible text


def detect(facts: Facts) -> Found | None:
    """Compare how much is hidden with how much is shown, letters only."""
    hidden = sum(count_letters(page.hidden_text) for page in facts.html)
    if hidden < _LEAST_HIDDEN:
        return None
    shown = sum(count_letters(page.text) for page in facts.html)
    if hidden < shown * _SHARE:
        return None
    sample = next(page.hidden_text for page in facts.html if count_letters(page.hidden_text))
    return Found(
        f"{hidden} letters of the message are hidden from its reader, and {shown} are shown.",
        (seen("hidden", " ".join(sample.split())),),
    )
