import asyncio
from contextlib import suppress
from dataclasses import dataclass

import pytest

from bartizan.server.hub import _QUEUE, Hub, Listener


@dataclass
class Happened:
    sequence: int
    topic: str = "mail.message.accepted"


class Stream:
    def __init__(self) -> None:
        self.events: list[Happened] = []
        self.away = False

    def add(self, count: int) -> None:
        start = len(self.events)
        self.events += [Happened(start + number + 1) for number in range(count)]

    async def read(self, after: int, limit: int) -> list[Happened]:
        if self.away:
            raise OSError
        return [event for event in self.events if event.sequence > after][:limit]

    async def newest(self) -> int:
        return self.events[-1].sequence if self.events else 0


@pytest.fixture
async def stream():
    return Stream()


@pytest.fixture
async def hub(stream):
    stream.add(5)
    made = Hub(stream.read, stream.newest)
    running = asyncio.ensure_future(made.run())
    while made.sequence != 5:
        await asyncio.sleep(0)
    yield made
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_listeners_hear_what_happens_from_now_on(hub, stream):
    async with hub.listening() as one, hub.listening() as two:
        stream.add(2)
        for listener in (one, two):
            assert [event.sequence for event in await listener.take()] == [6, 7]


async def test_a_stream_that_was_away_is_followed_again(hub, stream):
    async with hub.listening() as listener:
        stream.away = True
        stream.add(1)
        await asyncio.sleep(0.3)
        stream.away = False
        assert [event.sequence for event in await listener.take()] == [6]


async def test_what_was_missed_can_be_asked_for(hub, stream):
    assert [event.sequence for event in await hub.missed(2, 5)] == [3, 4, 5]
    assert await hub.missed(5, 5) == []


async def test_a_gap_that_is_gone_is_admitted(hub, stream):
    stream.events = stream.events[3:]
    assert await hub.missed(1, 5) is None


async def test_a_gap_that_is_too_long_is_admitted(hub, stream):
    stream.add(_QUEUE + 10)
    assert await hub.missed(0, _QUEUE + 15) is None


async def test_a_slow_listener_loses_the_oldest_and_knows_it():
    listener = Listener()
    listener.offer([Happened(number) for number in range(_QUEUE + 1)])
    assert listener.overflowed
    assert len(await listener.take()) == _QUEUE
