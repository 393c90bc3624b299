"""The message poses as an answer, but there is nothing that it answers.

`Re:` makes a stranger's message look like one's own thread. Mail programs name the message that
they answer; forwarding is judged more mildly, because it often starts anew.
"""

import re

from bartizan.mail.detectors._mass import from_a_list
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="An answer to nothing",
    severity=Severity.LOW,
    weight=0.08,
    tags=("tactic:social-engineering", "tactic:thread-hijack", "attack:T1534"),
)

_ANSWER = re.compile(
    r"\s*(?:re|aw|sv|vs|antw|res|odp|rif|r|回复|答复)\s*(?:\[\d{1,3}\])?\s*[:\uff1a]", re.IGNORECASE
)
_FORWARDED = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|vb|vl|doorst|i|转发)\s*[:\uff1a]", re.IGNORECASE)
_QUOTE = re.compile(
    r"^\s*>|^[ \t]*-{2,}[ \t]*(?:original|forwarded|urspr|mensa|messag)|^[ \t]*(?:from|von|de|da"
    r"|sent|gesendet|enviado)[ \t]*:|\bwrote:|\bschrieb\b|\ba écrit\b|\bescreveu\b|\bescribió\b",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED_WITHIN = 20_000
_UNQUOTED, _FORWARDED_WEIGHT = 0.12, 0.1


def detect(facts: Facts) -> Found | None:
    """Look for the sign of an answer without a message that is answered."""
    answer = _ANSWER.match(facts.subject) is not None
    if not answer and _FORWARDED.match(facts.subject) is None:
        return None
    if _has_thread(facts) or from_a_list(facts):
        return None
    quoted = _QUOTE.search(facts.text[:_QUOTED_WITHIN]) is not None
    if not answer and quoted:
        return None
    weight = None if quoted else _UNQUOTED if answer else _FORWARDED_WEIGHT
    return Found(
        "The subject says that this is part of an exchange, but it refers to no earlier message.",
        (seen("subject", facts.subject),),
        weight=weight,
    )


def _has_thread(facts: Facts) -> bool:
    names = ("references", "in-reply-to", "thread-index")
    return any(facts.message.header(name) is not None for name in names)
