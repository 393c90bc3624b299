import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from bartizan.base.actor import Actor, ActorKind
from bartizan.server.hub import Hub
from bartizan.server.live import router, same_origin


@dataclass
class Happened:
    sequence: int
    topic: str
    subject: str = "m1"
    payload: dict = field(default_factory=dict)
    at: str = "2026-01-01T00:00:00Z"


READER = Actor("1", ActorKind.USER, "Ada", frozenset({"mail:message:read"}))


class Stage:
    """A server with only the live route, and a stream the test writes."""

    def __init__(self, actor: Actor | None) -> None:
        self.events = [
            Happened(1, "mail.message.accepted"),
            Happened(2, "archive.message.archived"),
            Happened(3, "mail.message.judged"),
        ]
        hub = Hub(self.read, self.newest)

        @asynccontextmanager
        async def lifespan(_app):
            running = asyncio.ensure_future(hub.run())
            while hub.sequence != 3:
                await asyncio.sleep(0.01)
            yield
            running.cancel()

        self.app = FastAPI(lifespan=lifespan)
        self.app.state.services = {Hub: hub}
        self.app.include_router(router)
        self.actor = actor

    async def read(self, after: int, limit: int) -> list[Happened]:
        return [event for event in self.events if event.sequence > after][:limit]

    async def newest(self) -> int:
        return 3

    async def __call__(self, scope, receive, send):
        if self.actor is not None:
            scope.setdefault("state", {})["actor"] = self.actor
        await self.app(scope, receive, send)


@pytest.fixture
def stage():
    return Stage(READER)


@pytest.fixture
def client(stage):
    with TestClient(stage) as client:
        yield client


def subscribe(socket, *topics: str, after: int | None = None) -> dict:
    socket.send_json({"type": "subscribe", "topics": topics, "after": after})
    return socket.receive_json()


def test_news_of_the_subscribed_topics_arrive_in_order(client, stage):
    with client.websocket_connect("/ws") as socket:
        assert subscribe(socket, "mail.message.*") == {
            "type": "subscribed", "topics": ["mail.message.*"], "sequence": 3,
        }  # fmt: skip
        stage.events += [Happened(4, "archive.message.archived"), Happened(5, "mail.message.held")]
        frame = socket.receive_json()
        assert (frame["sequence"], frame["topic"], frame["subject"]) == (
            5,
            "mail.message.held",
            "m1",
        )


def test_what_was_missed_comes_first(client):
    with client.websocket_connect("/ws") as socket:
        subscribe(socket, "mail.message.*", after=0)
        assert [socket.receive_json()["sequence"] for _ in range(2)] == [1, 3]


def test_a_gap_that_is_gone_means_starting_afresh(client, stage):
    del stage.events[:2]
    with client.websocket_connect("/ws") as socket:
        subscribe(socket, "mail.message.*", after=0)
        assert socket.receive_json() == {"type": "reset", "sequence": 3}


def test_topics_beyond_the_actors_permissions_are_refused_by_name(client):
    with client.websocket_connect("/ws") as socket:
        refused = subscribe(socket, "archive.*")
        assert (refused["type"], refused["topic"]) == ("refused", "archive.*")
        assert "archive:message:read" in refused["detail"]
        assert socket.receive_json()["topics"] == []


@pytest.mark.parametrize("frame", ["nonsense", '{"type":"subscribe","topics":["*"]}', "x" * 9000])
def test_anything_but_a_subscription_ends_the_conversation(client, frame):
    with client.websocket_connect("/ws") as socket:
        socket.send_text(frame)
        with pytest.raises(WebSocketDisconnect) as left:
            socket.receive_json()
    assert left.value.code == 4400


def test_nobody_is_turned_away():
    with (
        TestClient(Stage(None)) as client,
        pytest.raises(WebSocketDisconnect) as left,
        client.websocket_connect("/ws"),
    ):
        pass
    assert left.value.code == 4401


def test_a_page_of_another_origin_is_turned_away(client):
    with (
        pytest.raises(WebSocketDisconnect) as left,
        client.websocket_connect("/ws", headers={"Origin": "https://evil.example"}),
    ):
        pass
    assert left.value.code == 4403


def test_origins_are_compared_with_the_host():
    assert same_origin("http://bartizan.test:8400", "bartizan.test:8400")
    assert same_origin(None, "bartizan.test")
    assert not same_origin("null", "bartizan.test")
    assert not same_origin("http://bartizan.test", None)
