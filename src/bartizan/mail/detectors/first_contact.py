"""The first message ever from this sender, and it already asks for something or presses.

Everybody writes for the first time once, so being new is only worth knowing. A stranger who wants
money, secrets or haste from somebody they never met is what fraud looks like.
"""

from bartizan.mail.detectors._history import pressing, quoted
from bartizan.mail.evidence import About, Facts, Found, History, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="First contact",
    severity=Severity.INFO,
    weight=0.02,
    tags=("tactic:first-contact", "tactic:social-engineering", "attack:T1566"),
)

#: So long we must have watched before "never seen" means something.
_WATCHED_DAYS = 14
_KNOWN_DOMAIN = 3
_ONE_THEME, _MORE_THEMES, _COLLEAGUE = 0.2, 0.35, 0.1


def detect(facts: Facts) -> Found | None:
    """Find whether anything came from this address before, and what it asks for."""
    sender, history = facts.sender, facts.history
    if sender is None or history is None or not _is_new(history):
        return None
    asked = pressing(facts)
    evidence = (
        seen("header:from", sender.address),
        *(seen(phrase.where, phrase.text) for phrase in asked),
    )
    if not asked:
        return Found(f"This is the first message from {sender.address}.", evidence)
    return Found(
        f"This is the first message from {sender.address}, and it says {quoted(asked)}.",
        evidence,
        weight=_weight(facts, history, len(asked)),
        severity=Severity.MEDIUM,
    )


def _is_new(history: History) -> bool:
    known = history.seen or history.claimed or history.written_to
    return not known and history.watched_days >= _WATCHED_DAYS


def _weight(facts: Facts, history: History, themes: int) -> float:
    """Somebody new at a domain we know, and that stands behind the message, weighs less."""
    if facts.proved and history.domain_seen >= _KNOWN_DOMAIN:
        return _COLLEAGUE
    return _ONE_THEME if themes == 1 else _MORE_THEMES
