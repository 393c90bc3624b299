"""People confirmed phish of this very sender before.

What was proved to come from an address and what only said so are counted apart: a forgery that
was reported says nothing of the one whose name was forged. A large sender through which somebody
once sent phish is not condemned for it.
"""

from bartizan.mail.evidence import About, Facts, Found, History, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Confirmed phish before",
    severity=Severity.HIGH,
    weight=0.6,
    tags=("tactic:known-bad-sender", "attack:T1566"),
)

_REPEATED_WEIGHT, _MIXED_WEIGHT = 0.8, 0.1
_BAD_SHARE = 0.05


def detect(facts: Facts) -> Found | None:
    """Find what people decided about this sender's mail."""
    sender, history = facts.sender, facts.history
    if sender is None or history is None or not history.confirmed_bad:
        return None
    count = history.confirmed_bad
    times = "once" if count == 1 else f"{count} times"
    return Found(
        f"Your people confirmed mail of {sender.address} as phish {times}.",
        (seen("header:from", sender.address),),
        weight=_weight(facts, history),
    )


def _weight(facts: Facts, history: History) -> float | None:
    good = history.released + history.confirmed_good
    mail = history.seen if facts.proved else history.claimed
    if history.confirmed_bad <= good or history.confirmed_bad < _BAD_SHARE * mail:
        return _MIXED_WEIGHT
    return _REPEATED_WEIGHT if history.confirmed_bad > 1 else None
