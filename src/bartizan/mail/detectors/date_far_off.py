"""The message says it was written at a time that cannot be.

A date in the future keeps a message at the top of the inbox; scripts forget the date's form, or
send with one that was compiled in.
"""

from datetime import datetime, timedelta

from bartizan.forensics.dates import parse_date
from bartizan.mail.detectors._chain import hop_dates
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Impossible date",
    severity=Severity.LOW,
    weight=0.25,
    tags=("tactic:evasion", "attack:T1070.006"),
)

_FUTURE, _PAST = timedelta(days=2), timedelta(days=30)
_PAST_WEIGHT = 0.08


def detect(facts: Facts) -> Found | None:
    """Compare Date with the time the gateway (else the last server) took the message."""
    value = facts.message.header("date")
    if value is None:
        return None
    written = parse_date(value)
    evidence = (seen("header:date", value),)
    if written is None:
        return Found("The date of the message is not written as mail programs write it.", evidence)
    arrived = facts.received_at or _last_hop(facts)
    if arrived is None:
        return None
    if written - arrived > _FUTURE:
        return Found(f"The message says it was written {_days(written - arrived)} later.", evidence)
    if arrived - written > _PAST:
        return Found(
            f"The message says it was written {_days(arrived - written)} before it came.",
            evidence,
            weight=_PAST_WEIGHT,
        )
    return None


def _last_hop(facts: Facts) -> datetime | None:
    return next((date for date in hop_dates(facts) if date is not None), None)


def _days(span: timedelta) -> str:
    return f"{span.days} days"
