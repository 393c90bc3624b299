"""What speaks for a message: its author's history with us, where the author is proved.

Pure functions of `Facts`. A name that anybody could have written earns nothing, and neither does
a sender of whom people confirmed phish before. `scoring` bounds what all of this may come to.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bartizan.mail.evidence import Facts, History
from bartizan.mail.verdict import Mitigation

_LONG: Final = timedelta(days=30)
_REGULAR: Final = 10
_OFTEN: Final = 3


def speaking_for(facts: Facts) -> tuple[Mitigation, ...]:
    """Return what lowers the score of a message, strongest first."""
    history = facts.history
    if history is None or not facts.proved or history.confirmed_bad:
        return ()
    found = (one for reason in _REASONS if (one := reason(history)) is not None)
    return tuple(sorted(found, key=lambda one: (-one.strength, one.id)))


def _released(history: History) -> Mitigation | None:
    if not history.released:
        return None
    return Mitigation(
        id="released_before",
        sentence=f"Mail of this sender was released {times(history.released)} by your people.",
        strength=min(0.15 * history.released, 0.4),
    )


def _confirmed_good(history: History) -> Mitigation | None:
    if not history.confirmed_good:
        return None
    count = times(history.confirmed_good)
    return Mitigation(
        id="confirmed_good",
        sentence=f"Your people reported mail of this sender as wanted {count}.",
        strength=min(0.2 * history.confirmed_good, 0.4),
    )


def _written_to(history: History) -> Mitigation | None:
    if not history.written_to:
        return None
    return Mitigation(
        id="written_to",
        sentence=f"Your people wrote to this address {times(history.written_to)}.",
        strength=0.35 if history.written_to >= _OFTEN else 0.2,
    )


def _long_known(history: History) -> Mitigation | None:
    first, last = history.first_seen, history.last_seen
    if first is None or last is None or history.seen < _REGULAR or last - first < _LONG:
        return None
    return Mitigation(
        id="long_known",
        sentence=f"This sender proved {history.seen} messages since {first:%Y-%m-%d}.",
        strength=0.15,
    )


_REASONS: Final[tuple[Callable[[History], Mitigation | None], ...]] = (
    _released,
    _confirmed_good,
    _written_to,
    _long_known,
)


def times(count: int) -> str:
    """Return a count in words: `once`, `3 times`."""
    return "once" if count == 1 else f"{count} times"
