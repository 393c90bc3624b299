"""Remembers for a few seconds whom a credential proved, so that not every request asks the rows."""

from collections import OrderedDict
from datetime import datetime
from typing import Generic, TypeVar

from bartizan.base.clock import Clock

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """A small cache whose entries live `seconds`; the oldest leave first when it is full.

    `clear()` also keeps out what was being looked up at that moment: an answer is only kept when
    nothing was cleared since its `generation`.
    """

    def __init__(self, clock: Clock, *, seconds: float, size: int = 10_000) -> None:
        """Start empty."""
        self._clock = clock
        self._seconds = seconds
        self._size = size
        self._kept: OrderedDict[str, tuple[Value, float]] = OrderedDict()
        self.generation = 0

    def get(self, key: str) -> Value | None:
        """Return what is remembered of `key`."""
        found = self._kept.get(key)
        if found is None:
            return None
        value, until = found
        if self._clock.monotonic() >= until:
            del self._kept[key]
            return None
        return value

    def put(self, key: str, value: Value, *, generation: int, expires_at: datetime) -> None:
        """Remember `value`, but never past `expires_at`."""
        if generation != self.generation:
            return
        left = (expires_at - self._clock.now()).total_seconds()
        self._kept[key] = (value, self._clock.monotonic() + min(left, self._seconds))
        self._kept.move_to_end(key)
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything: some credential is not what it was."""
        self._kept.clear()
        self.generation += 1
