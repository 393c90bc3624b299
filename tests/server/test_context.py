import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from bartizan.base.clock import ManualClock
from bartizan.base.ids import is_id, new_id
from bartizan.server.context import RequestContext


async def plain(_request):
    return PlainTextResponse("hello")


async def framed(_request):
    return PlainTextResponse("body", headers={"Content-Security-Policy": "sandbox"})


@pytest.fixture
def client():
    app = Starlette(routes=[Route("/api/x", plain), Route("/body", framed)])
    return TestClient(RequestContext(app, ManualClock(), https=False))


def test_every_answer_is_hardened_and_has_an_id(client):
    headers = client.get("/api/x").headers
    assert is_id(headers["X-Request-Id"])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_a_route_keeps_its_own_policy(client):
    headers = client.get("/body").headers
    assert headers["Content-Security-Policy"] == "sandbox"
    assert "X-Frame-Options" not in headers
    assert "Cache-Control" not in headers


def test_a_callers_id_is_kept_only_when_it_is_of_our_form(client):
    mine = new_id()
    assert client.get("/api/x", headers={"X-Request-Id": mine}).headers["X-Request-Id"] == mine
    foreign = client.get("/api/x", headers={"X-Request-Id": "<script>"})
    assert foreign.headers["X-Request-Id"] != "<script>"


def test_behind_tls_browsers_are_told_to_stay_there():
    app = Starlette(routes=[Route("/", plain)])
    client = TestClient(RequestContext(app, ManualClock(), https=True))
    assert "max-age" in client.get("/").headers["Strict-Transport-Security"]
