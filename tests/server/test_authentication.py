import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from bartizan.base.access import actor_of
from bartizan.base.clock import ManualClock
from bartizan.server.authentication import Authentication
from bartizan.server.limits import RateLimit


async def who(request):
    return PlainTextResponse(actor_of(request).name)


async def socket(websocket):
    await websocket.accept()
    await websocket.send_text(websocket.state.actor.name)
    await websocket.close()


@pytest.fixture
def client(bartizan):
    app = Starlette(
        routes=[Route("/", who), Route("/health/live", who), WebSocketRoute("/ws", socket)]
    )
    limit = RateLimit(ManualClock(), per_second=1, burst=5)
    return TestClient(Authentication(app, bartizan.identity.authenticator, limit))


def test_without_a_credential_one_is_nobody(client):
    assert client.get("/").text == "nobody"
    with client.websocket_connect("/ws") as connection:
        assert connection.receive_text() == "nobody"


def test_a_credential_that_does_not_hold_is_refused_before_any_handler(client):
    answer = client.get("/", headers={"Authorization": "Bearer bz_nonsense"})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        client.websocket_connect("/ws", headers={"Authorization": "Bearer nonsense"}),
    ):
        pass
    assert refused.value.code == 4401


def test_callers_are_limited(client):
    answers = [client.get("/").status_code for _ in range(8)]
    assert answers == [200] * 5 + [429] * 3


def test_probes_are_not_counted(client):
    assert {client.get("/health/live").status_code for _ in range(20)} == {200}
