"""The message is one picture with a link: what it says cannot be read by a filter."""

from itertools import islice

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="A picture instead of text",
    severity=Severity.LOW,
    weight=0.45,
    tags=("tactic:evasion", "tactic:image-as-content", "attack:T1566.002"),
)

_MOST_LETTERS = 40


def detect(facts: Facts) -> Found | None:
    """Look for a linked picture where there is hardly any text."""
    if not facts.html or _says_much(facts.text):
        return None
    for page in facts.html:
        linked = next((link for link in page.links if link.has_image and not link.hidden), None)
        if linked is not None:
            return Found(
                "The message is a picture that leads elsewhere when it is clicked.",
                (seen("link", linked.href),),
            )
    return None


def _says_much(text: str) -> bool:
    letters = islice(filter(str.isalpha, text), _MOST_LETTERS + 1)
    return sum(1 for _ in letters) > _MOST_LETTERS
