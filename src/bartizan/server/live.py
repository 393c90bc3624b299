"""`/ws`: what happens, as it happens, to whoever may know it.

The client subscribes to topics (`mail.message.*`); a topic needs the permission to read that
package's messages. Each event carries its sequence, so a client that was away asks for what it
missed; when that is gone it is told to start afresh.
"""

import asyncio
import fnmatch
from contextlib import suppress
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import orjson
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bartizan.base.actor import ANONYMOUS, Actor, ActorKind
from bartizan.server.hub import Hub, Listener, StreamEvent
from bartizan.server.metrics import LIVE_CLIENTS

router = APIRouter()

_TOPIC = r"^[a-z]{1,20}\.([a-z]{1,30}|\*)(\.([a-z]{1,30}|\*))?$"
_MAX_FRAME = 4096
_HEARTBEAT_SECONDS = 25.0
_UNAUTHENTICATED, _FOREIGN_ORIGIN, _MALFORMED = 4401, 4403, 4400


class Subscribe(BaseModel):
    """The one thing a client says: which topics, and after which sequence."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["subscribe"]
    topics: list[Annotated[str, Field(pattern=_TOPIC)]] = Field(min_length=1, max_length=20)
    after: int | None = Field(None, ge=0)


class Conversation:
    """One live connection: who it is, what it listens to, how far it has heard."""

    def __init__(self, socket: WebSocket, actor: Actor, hub: Hub) -> None:
        """Prepare for an accepted `socket`."""
        self._socket = socket
        self._actor = actor
        self._hub = hub
        self._topics: tuple[str, ...] = ()
        self._heard = hub.sequence
        # While a subscription is being answered, news must wait: it would be dropped.
        self._speaking = asyncio.Lock()

    async def run(self) -> None:
        """Talk until either side leaves."""
        async with self._hub.listening() as listener, asyncio.TaskGroup() as tasks:
            news = tasks.create_task(self._tell(listener))
            pulse = tasks.create_task(self._beat())
            try:
                while True:
                    await self._listen()
            except WebSocketDisconnect:
                news.cancel()
                pulse.cancel()

    async def _listen(self) -> None:
        frame = await self._socket.receive_text()
        try:
            wish = Subscribe.model_validate_json(frame[:_MAX_FRAME])
        except ValidationError:
            await self._socket.close(_MALFORMED, "not a subscription")
            raise WebSocketDisconnect(_MALFORMED) from None
        async with self._speaking:
            await self._subscribe(wish)

    async def _subscribe(self, wish: Subscribe) -> None:
        allowed = [topic for topic in wish.topics if self._may(topic)]
        for topic in wish.topics:
            if topic not in allowed:
                await self._say(type="refused", topic=topic, detail=f"It needs {_needs(topic)}.")
        upto = self._hub.sequence
        self._heard = upto
        await self._say(type="subscribed", topics=allowed, sequence=upto)
        if wish.after is not None and allowed:
            await self._catch_up(tuple(allowed), wish.after, upto)
        self._topics = tuple(allowed)

    def _may(self, topic: str) -> bool:
        return self._actor.may(_needs(topic))

    async def _catch_up(self, topics: tuple[str, ...], after: int, upto: int) -> None:
        missed = await self._hub.missed(after, upto)
        if missed is None:
            await self._say(type="reset", sequence=upto)
            return
        for event in missed:
            await self._pass_on(event, topics)

    async def _tell(self, listener: Listener) -> None:
        while True:
            events = await listener.take()
            async with self._speaking:
                await self._tell_of(events, overflowed=listener.overflowed)
            listener.overflowed = False

    async def _tell_of(self, events: list[StreamEvent], *, overflowed: bool) -> None:
        if overflowed:
            await self._say(type="reset", sequence=self._hub.sequence)
            return
        for event in events:
            if event.sequence > self._heard:
                await self._pass_on(event, self._topics)

    async def _pass_on(self, event: StreamEvent, topics: tuple[str, ...]) -> None:
        if any(fnmatch.fnmatchcase(event.topic, topic) for topic in topics):
            await self._say(type="event", **_facts(event))

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(_HEARTBEAT_SECONDS)
            await self._say(type="pulse", sequence=self._hub.sequence)

    async def _say(self, **frame: Any) -> None:
        # The other side may leave between two frames; listening notices and ends the rest.
        with suppress(RuntimeError, WebSocketDisconnect):
            await self._socket.send_text(orjson.dumps(frame).decode())


@router.websocket("/ws")
async def live(socket: WebSocket) -> None:
    """Open a live connection; Origin must be this very host, and somebody must be signed in."""
    actor: Actor = getattr(socket.state, "actor", ANONYMOUS)
    if not same_origin(socket.headers.get("origin"), socket.headers.get("host")):
        await socket.close(_FOREIGN_ORIGIN, "foreign origin")
        return
    if actor.kind is ActorKind.ANONYMOUS:
        await socket.close(_UNAUTHENTICATED, "sign in first")
        return
    await socket.accept()
    hub: Hub = socket.app.state.services[Hub]
    LIVE_CLIENTS.inc()
    try:
        await Conversation(socket, actor, hub).run()
    finally:
        LIVE_CLIENTS.dec()


def same_origin(origin: str | None, host: str | None) -> bool:
    """Tell whether a browser on our own page opened this; programs send no Origin."""
    if origin is None:
        return True
    return host is not None and urlsplit(origin).netloc.lower() == host.lower()


def _needs(topic: str) -> str:
    return f"{topic.split('.', 1)[0]}:message:read"


def _facts(event: Any) -> dict[str, Any]:
    return {
        "sequence": event.sequence,
        "topic": event.topic,
        "subject": event.subject,
        "payload": event.payload,
        "at": event.at,
    }
