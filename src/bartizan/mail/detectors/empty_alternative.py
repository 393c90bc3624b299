"""The part for plain-text readers is empty: the message was made by a kit, not a mail program."""

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="An empty text part",
    severity=Severity.LOW,
    weight=0.3,
    tags=("tactic:evasion", "attack:T1027"),
)


def detect(facts: Facts) -> Found | None:
    """Look for an alternative of nothing beside a page of something."""
    message = facts.message
    if not facts.html or not facts.text.strip():
        return None
    for part in message.parts:
        beside = message.parts[part.parent] if part.parent >= 0 else None
        if beside is None or beside.content_type != "multipart/alternative":
            continue
        if part.content_type == "text/plain" and not part.text().strip():
            return Found(
                "The message has nothing to say to programs that show plain text.",
                (seen(f"part:{part.index}", "empty text/plain"),),
            )
    return None
