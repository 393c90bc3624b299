import asyncio
from contextlib import asynccontextmanager

import httpx2
import pytest

from bartizan.server.app import create_app, document, outline
from bartizan.server.openapi import operations

PASSWORD = "correct horse battery staple"


@asynccontextmanager
async def started(app):
    """Run the application's own start and stop around the block."""
    queue: asyncio.Queue = asyncio.Queue()
    done = asyncio.Event()

    async def send(message):
        if message["type"] == "lifespan.startup.complete":
            done.set()

    await queue.put({"type": "lifespan.startup"})
    running = asyncio.ensure_future(app({"type": "lifespan", "state": {}}, queue.get, send))
    await done.wait()
    yield
    await queue.put({"type": "lifespan.shutdown"})
    await running


@pytest.fixture
async def client(bartizan):
    app = create_app(bartizan)
    async with started(app):
        transport = httpx2.ASGITransport(app=app, client=("127.0.0.1", 5000))
        async with httpx2.AsyncClient(
            transport=transport, base_url="http://bartizan.test"
        ) as client:
            yield client


@pytest.fixture
async def signed_in(client):
    body = {"username": "admin", "password": PASSWORD}
    tokens = (await client.post("/api/v1/identity/tokens", json=body)).json()
    client.headers["Authorization"] = f"Bearer {tokens['access_token']}"
    return client


async def test_nobody_sees_anything_but_whether_it_lives(client):
    assert (await client.get("/health/live")).json()["status"] == "ok"
    assert (await client.get("/health/ready")).json() == {"status": "ok", "checks": []}
    for path in ("/api/v1/mail/messages", "/health/deep", "/metrics", "/api/v1/audit/entries"):
        answer = await client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), path


async def test_who_signs_in_sees_what_their_role_allows(signed_in):
    for path in ("/api/v1/mail/messages", "/api/v1/archive/search", "/api/v1/audit/entries"):
        answer = await signed_in.get(path)
        assert answer.status_code == 200, (path, answer.text)
        assert set(answer.json()) >= {"items", "total", "page", "has_next", "next_cursor"}
    deep = (await signed_in.get("/health/deep")).json()
    assert {check["name"] for check in deep["checks"]} >= {"database", "ledger", "search"}
    assert b"bartizan_server_requests_total" in (await signed_in.get("/metrics")).content


async def test_every_other_path_is_the_consoles(client):
    answer = await client.get("/mail/messages")
    assert "require-trusted-types-for" in answer.headers["Content-Security-Policy"]


async def test_unknown_paths_of_the_api_are_problems_not_pages(signed_in):
    answer = await signed_in.get("/api/v1/nonsense")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_document_describes_every_operation():
    described = document()
    for one in operations(outline()):
        found = described["paths"][one.path][one.method.lower()]
        assert "500" in found["responses"]
        assert "Problem" in described["components"]["schemas"]
