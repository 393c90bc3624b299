"""Characters that nobody can see are strewn into the subject, the sender's name or the text.

They break words apart for filters while the reader sees them whole.
"""

import re

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Invisible characters",
    severity=Severity.MEDIUM,
    weight=0.6,
    tags=("tactic:evasion", "attack:T1027"),
)

#: Zero-width and direction controls, soft hyphens, variation selectors, tags - between two letters.
#: Joiners between letters of scripts that need them (Arabic, Indic) are not counted.
_BETWEEN_LETTERS = re.compile(
    "[A-Za-z\u0400-\u04ff]"
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef]+"
    "(?=[A-Za-z\u0400-\u04ff])"
)
_IN_TEXT = 8
_TEXT_EXAMINED = 100_000
_TEXT_WEIGHT = 0.4


def detect(facts: Facts) -> Found | None:
    """Look for words split invisibly: once in a header, several times in the text."""
    name = facts.sender.name if facts.sender else ""
    for where, text in (("header:subject", facts.subject), ("header:from", name)):
        if _BETWEEN_LETTERS.search(text):
            return Found(
                "Words in the subject or the sender's name are split by invisible characters.",
                (seen(where, _shown(text)),),
            )
    text = facts.text[:_TEXT_EXAMINED]
    splits = 0 if text.isascii() else len(_BETWEEN_LETTERS.findall(text))
    if splits < _IN_TEXT:
        return None
    return Found(
        f"{splits} words of the message are split by invisible characters.",
        (seen("text", f"{splits} invisible splits"),),
        weight=_TEXT_WEIGHT,
    )


def _shown(text: str) -> str:
    return _BETWEEN_LETTERS.sub(lambda found: found[0][0] + "\N{MIDDLE DOT}", text)
