"""When a put-off recipient is tried again."""

from datetime import datetime, timedelta
from typing import Final

#: Pauses after the first, second, ... failure; the last one repeats (RFC 5321, section 4.5.4.1,
#: wants at least 30 minutes after the first tries, and four to five days before giving up).
PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480))


def next_attempt(attempts: int, now: datetime, give_up_at: datetime) -> datetime | None:
    """Return when to try again after `attempts` failures, or `None` to give up.

    The last try is made when the time is up, not a whole pause before.
    """
    if now >= give_up_at:
        return None
    pause = PAUSES[min(max(attempts, 1), len(PAUSES)) - 1]
    return min(now + pause, give_up_at)
