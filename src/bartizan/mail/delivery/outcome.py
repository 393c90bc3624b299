"""What became of one recipient in one try."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_PERMANENT = 500


class Fate(StrEnum):
    """How a try ended for one recipient."""

    DELIVERED = "delivered"
    DEFERRED = "deferred"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a try ended, and the reply that decided it.

    `response` begins with the reply code; `reporting` names who gave it and is empty where the
    decision was ours (nobody answered). `certain` is False where the next hop may hold the
    message although we never heard so.
    """

    fate: Fate
    response: str
    reporting: str = ""
    certain: bool = True
    relayed_dsn: bool = False


def refused(code: int, text: str, reporting: str) -> Outcome:
    """Return the outcome that an error reply means: 5xx for good, anything else for now."""
    fate = Fate.BOUNCED if code >= _PERMANENT else Fate.DEFERRED
    return Outcome(fate, f"{code} {text}"[:500], reporting)


def unreachable(sentence: str, *, certain: bool = True) -> Outcome:
    """Return the outcome of a try in which the next hop did not answer."""
    return Outcome(Fate.DEFERRED, f"451 4.4.1 {sentence}"[:500], certain=certain)


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return one word for a whole try: the fate all share, or `mixed`."""
    fates = {outcome.fate for outcome in outcomes}
    return fates.pop() if len(fates) == 1 else "mixed"
