"""Words mix the letters of several alphabets: they look like Latin, and no filter finds them.

`Раурал` in Cyrillic letters reads like a brand. No language writes one word in two alphabets.
"""

import re

from bartizan.forensics.confusables import fold, mixed_scripts
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Words of mixed alphabets",
    severity=Severity.HIGH,
    weight=0.75,
    tags=("tactic:evasion", "tactic:homoglyphs", "attack:T1027"),
)

_WORD = re.compile(r"[^\W\d_]{3,40}")
_TEXT_EXAMINED, _IN_TEXT, _TEXT_WEIGHT = 50_000, 3, 0.5


def detect(facts: Facts) -> Found | None:
    """Look at the subject, where one such word is enough, then at the text."""
    words = _mixed(facts.subject)
    if words:
        return Found(
            f"“{fold(words[0])}” is written with letters of different alphabets.",
            (seen("header:subject", facts.subject),),
        )
    words = _mixed(facts.text[:_TEXT_EXAMINED])
    if len(words) < _IN_TEXT:
        return None
    return Found(
        f"{len(words)} words of the message are written with letters of different alphabets.",
        (seen("text", " ".join(words)),),
        weight=_TEXT_WEIGHT,
    )


def _mixed(text: str) -> list[str]:
    if text.isascii():
        return []
    pieces = " ".join(piece for piece in text.split() if not piece.isascii())
    words = dict.fromkeys(word for word in _WORD.findall(pieces) if not word.isascii())
    return [word for word in words if mixed_scripts(word)]
