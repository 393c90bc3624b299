"""The subject shouts: capitals, exclamation marks, signs of money, pictures."""

import re
import unicodedata

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="A shouting subject",
    severity=Severity.LOW,
    weight=0.1,
    tags=("tactic:social-engineering", "attack:T1566"),
)

_MARKS = re.compile(r"[!?]{2,}|!\s*\Z|[$€£¥]\s?\d|\d\s?[$€£¥]|\d\s?%|\bUSDT?\b|\bBTC\b")
_REPLY = re.compile(r"\s*(?:re|fwd?|aw|wg|res|enc|tr|antw)\s*:", re.IGNORECASE)
_LEAST_LETTERS, _SHOUTED = 10, 0.7
_STEP, _MOST = 0.1, 0.3


def detect(facts: Facts) -> Found | None:
    """Count the ways in which the subject shouts; answers and forwards repeat another's."""
    subject = facts.subject[:300]
    if _REPLY.match(subject):
        return None
    signs = [sign for sign, shows in _SIGNS if shows(subject)]
    if not signs:
        return None
    return Found(
        f"The subject shouts: {', '.join(signs)}.",
        (seen("header:subject", subject),),
        weight=min(_MOST, _STEP * len(signs)),
    )


def _capitals(subject: str) -> bool:
    letters = [letter for letter in subject if letter.isalpha() and letter.isascii()]
    return len(letters) >= _LEAST_LETTERS and sum(map(str.isupper, letters)) > _SHOUTED * len(
        letters
    )


def _marks(subject: str) -> bool:
    return _MARKS.search(subject) is not None


def _pictures(subject: str) -> bool:
    return not subject.isascii() and any(unicodedata.category(letter) == "So" for letter in subject)


_SIGNS = (
    ("capitals", _capitals),
    ("marks of money or excitement", _marks),
    ("pictures", _pictures),
)
