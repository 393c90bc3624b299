"""The message is marked as urgent and its words press for haste.

The mark alone is a habit of some senders; together with a deadline it is pressure.
"""

import re

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Pressure by priority",
    severity=Severity.LOW,
    weight=0.3,
    tags=("tactic:urgency", "attack:T1566"),
)

_MARKS = {
    "x-priority": re.compile(r"\s*[12]\b"),
    "importance": re.compile(r"\s*high\b", re.IGNORECASE),
    "priority": re.compile(r"\s*urgent\b", re.IGNORECASE),
    "x-msmail-priority": re.compile(r"\s*high\b", re.IGNORECASE),
}
#: Said in the subject these are enough by themselves; themes of the lexicon count anywhere.
_HASTE = re.compile(
    r"\burgen|\bimmediate|action required|final (?:notice|warning|reminder)|last (?:chance|notice)|"
    r"expir|suspen[ds]|deactivat|within \d+ hours|\d+ ?h(?:ours|rs)\b|asap\b|"
    r"dernier (?:rappel|avis)|dringend|sofort|letzte mahnung|inmediat|urgente|[uú]ltimo aviso|"
    r"imediat|scadut|scaden|sospes|sospend",
    re.IGNORECASE,
)


def detect(facts: Facts) -> Found | None:
    """Look for the mark, then for haste in the subject or a phrase of urgency anywhere."""
    for name, marked in _MARKS.items():
        value = facts.message.header(name) or ""
        if not marked.match(value):
            continue
        haste = _haste(facts)
        if haste:
            return Found(
                f"The message is marked as urgent and presses its reader: “{haste}”.",
                (seen(f"header:{name}", value), seen("subject", facts.subject)),
            )
    return None


def _haste(facts: Facts) -> str:
    phrases = facts.says("urgency")
    if phrases:
        return phrases[0].text
    found = _HASTE.search(facts.subject[:1000])
    return facts.subject[:120] if found else ""
