"""Ordinary words are written in letters made for other things, to be read by people only.

Mathematical bold (`U+1D400`…), letters in circles and squares, full-width forms: they look like
Latin and are not. In a subject that is disguise; in a text it may be decoration.
"""

import re

from bartizan.forensics.confusables import fold
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Letters in disguise",
    severity=Severity.MEDIUM,
    weight=0.7,
    tags=("tactic:evasion", "attack:T1027"),
)

#: Two or more of them together: one alone is a sign, such as a circled number.
_DISGUISED = re.compile(
    "[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169"
    "\U0001f170-\U0001f189\uff21-\uff3a\uff41-\uff5a]{2,}"
)
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TEXT_EXAMINED, _IN_TEXT, _TEXT_WEIGHT = 50_000, 3, 0.35


def detect(facts: Facts) -> Found | None:
    """Look at the subject, then at the text."""
    found = _DISGUISED.search(facts.subject)
    if found is not None and not _WIDE.search(facts.subject):
        return Found(
            f"“{fold(found[0])}” is written in letters that only look like letters.",
            (seen("header:subject", facts.subject),),
        )
    text = facts.text[:_TEXT_EXAMINED]
    words = [] if text.isascii() or _WIDE.search(text) else _DISGUISED.findall(text)
    if len(words) < _IN_TEXT:
        return None
    return Found(
        f"{len(words)} words of the message are written in letters that only look like letters.",
        (seen("text", " ".join(words)),),
        weight=_TEXT_WEIGHT,
    )
