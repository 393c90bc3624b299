"""Fan-out of the event stream to live connections.

One reader follows the stream of `bartizan.jobs`; each connection has a bounded queue. A reader
too slow for its queue is told to catch up by sequence instead of slowing the others down.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from bartizan.base.log import get_logger

_log = get_logger("server")
_QUEUE = 1000
_POLL_SECONDS = 0.2
_BATCH = 500


class StreamEvent(Protocol):
    """An event of the stream, as far as the hub looks at it."""

    @property
    def sequence(self) -> int:
        """Its place in the one order of all events."""
        ...

    @property
    def topic(self) -> str:
        """What happened."""
        ...


#: Returns events after a sequence, oldest first, at most so many.
Read = Callable[[int, int], Awaitable[Sequence[StreamEvent]]]
#: Returns the sequence of the newest event, 0 when there is none.
Newest = Callable[[], Awaitable[int]]


class Listener:
    """One connection's queue of events it has not sent yet."""

    def __init__(self) -> None:
        """Start with nothing waiting."""
        self._waiting: deque[StreamEvent] = deque(maxlen=_QUEUE)
        self._arrived = asyncio.Event()
        self.overflowed = False

    def offer(self, events: Sequence[StreamEvent]) -> None:
        """Queue events; what does not fit pushes out the oldest and is remembered as a gap."""
        self.overflowed |= len(self._waiting) + len(events) > _QUEUE
        self._waiting.extend(events)
        self._arrived.set()

    async def take(self) -> list[StreamEvent]:
        """Wait for events and return all that are waiting."""
        await self._arrived.wait()
        self._arrived.clear()
        taken = list(self._waiting)
        self._waiting.clear()
        return taken


class Hub:
    """Follows the stream and offers every event to every listener."""

    def __init__(self, read: Read, newest: Newest) -> None:
        """Take the two questions the stream can answer."""
        self._read = read
        self._newest = newest
        self._listeners: set[Listener] = set()
        self.sequence = 0

    async def run(self) -> None:
        """Follow the stream until cancelled; a stream that is away is tried again."""
        self.sequence = await self._start()
        while True:
            try:
                events = await self._read(self.sequence, _BATCH)
            except Exception as error:  # noqa: BLE001 - live news may pause, never end
                _log.warning("the event stream cannot be read", exc_info=error)
                events = []
            self._spread(events)
            if len(events) < _BATCH:
                await asyncio.sleep(_POLL_SECONDS)

    async def _start(self) -> int:
        while True:
            try:
                return await self._newest()
            except Exception as error:  # noqa: BLE001 - as above
                _log.warning("the event stream cannot be read", exc_info=error)
                await asyncio.sleep(_POLL_SECONDS * 5)

    def _spread(self, events: Sequence[StreamEvent]) -> None:
        if not events:
            return
        self.sequence = events[-1].sequence
        for listener in self._listeners:
            listener.offer(events)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Listener]:
        """Yield a listener that hears everything from now on."""
        listener = Listener()
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    async def missed(self, after: int, upto: int) -> list[StreamEvent] | None:
        """Return the events in `(after, upto]`, or `None` when they are too many or gone."""
        if after >= upto:
            return []
        events = [event for event in await self._read(after, _QUEUE + 1) if event.sequence <= upto]
        gap = not events or events[0].sequence != after + 1 or len(events) > _QUEUE
        return None if gap else events
