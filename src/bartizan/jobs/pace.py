"""How often a loop that finds its work by asking should ask."""

import asyncio

_SHORTEST = 0.005


class Pace:
    """Rests briefly while there is work, and longer and longer while there is none."""

    def __init__(self, longest: float) -> None:
        """Never rest for more than `longest` seconds."""
        self._longest = longest
        self._pause = _SHORTEST

    async def rest(self, woken: asyncio.Event, *, busy: bool) -> None:
        """Wait for the next look; `woken` ends the wait."""
        self._pause = _SHORTEST if busy else min(self._longest, self._pause * 2)
        if busy:
            await asyncio.sleep(0)
            return
        try:
            async with asyncio.timeout(self._pause):
                await woken.wait()
        except TimeoutError:
            return
