"""A field that every message has is missing, or one that may stand once stands twice.

Of two From fields a filter judges one and the reader is shown the other.
"""

from collections import Counter

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Fields missing or doubled",
    severity=Severity.MEDIUM,
    weight=0.4,
    tags=("tactic:evasion", "attack:T1027"),
)

#: Fields that may stand once (RFC 5322, section 3.6) and decide what the reader sees.
_SINGLE = ("from", "sender", "reply-to", "to", "subject", "date", "content-type")
_REQUIRED = {"from": 0.4, "date": 0.15, "message-id": 0.12}


def detect(facts: Facts) -> Found | None:
    """Count the fields that decide what the reader sees."""
    values: dict[str, set[bytes]] = {}
    counts = Counter(field.name for field in facts.message.fields)
    for field in facts.message.fields:
        values.setdefault(field.name, set()).add(field.value.strip())
    for name in _SINGLE:
        if len(values.get(name, ())) > 1:
            return Found(
                f"The header has {counts[name]} {name.title()} fields where one is allowed.",
                (seen(f"header:{name}", f"{counts[name]} times"),),
            )
    for name, weight in _REQUIRED.items():
        if name not in counts:
            return Found(
                f"The message has no {_shown(name)}, which every mail program writes.",
                (seen(f"header:{name}", "missing"),),
                weight=weight,
            )
    return None


def _shown(name: str) -> str:
    return "Message-ID" if name == "message-id" else name.title()
