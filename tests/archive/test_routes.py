import hashlib
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from bartizan.archive.public import Archive
from bartizan.archive.routes import router
from bartizan.audit.public import EntryFilter
from bartizan.base.actor import Actor, ActorKind
from bartizan.base.errors import BartizanError, problem

ALL = frozenset({"archive:*:*"})


@pytest.fixture
async def client(installation) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(router, prefix="/api/v1")
    app.state.services = {Archive: installation.archive}

    @app.exception_handler(BartizanError)
    async def refuse(_request: Request, error: BartizanError) -> JSONResponse:
        return JSONResponse(problem(error), error.status)

    @app.middleware("http")
    async def sign_in(request: Request, proceed):
        words = request.headers.get("x-test-permissions")
        if words is not None:
            request.state.actor = Actor("u1", ActorKind.USER, "Ada", frozenset(words.split()))
            request.state.request_id = "request-1"
        return await proceed(request)

    transport = httpx.ASGITransport(app)
    headers = {"x-test-permissions": "archive:*:*"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test/api/v1", headers=headers
    ) as client:
        yield client


async def test_search_answers_a_page_with_snippets_and_how_it_was_read(installation, client):
    for number in range(3):
        await installation.keep(installation.letter(f"Letter {number}", "an invoice"))
    await installation.index_all()
    await installation.keep(installation.letter("Late"))
    answer = await client.get("/archive/search", params={"query": "invoice", "page_size": 2})
    page = answer.json()
    assert answer.status_code == 200
    assert (page["total"], page["total_pages"], page["has_next"]) == (3, 2, True)
    assert page["explained"] == "Messages with the word “invoice” anywhere."
    assert page["index_lag"] == 1
    assert set(page["items"][0]) == {
        "id", "sha256", "subject", "from_address", "from_name", "to", "date", "received_at", "size",
        "disposition", "attachments", "snippet",
    }  # fmt: skip
    assert {"text": "invoice", "marked": True} in page["items"][0]["snippet"]
    rest = await client.get(
        "/archive/search",
        params={"query": "invoice", "page_size": 2, "cursor": page["next_cursor"]},
    )
    shown = {item["id"] for item in (*page["items"], *rest.json()["items"])}
    assert (len(shown), rest.json()["total"]) == (3, 3)


async def test_a_malformed_query_is_a_problem_with_its_position(client):
    answer = await client.get("/archive/search", params={"query": "a (b"})
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["position"]) == ("archive-query", 3)


async def test_a_message_is_shown_whole(installation, client):
    identifier = await installation.keep(installation.letter(body="the text"), "m1")
    await installation.ledger.seal()
    shown = (await client.get(f"/archive/messages/{identifier}")).json()
    assert (shown["id"], shown["text"], shown["ledger_index"]) == (identifier, "the text", 0)
    (observed,) = shown["observations"]
    assert observed == {
        "received_at": "2026-01-01T00:00:00Z",
        "envelope_from": "alice@example.com",
        "recipients": ["bob@example.org"],
        "remote_address": "192.0.2.1",
        "helo": "mx.example.com",
        "message_id": "m1",
    }


async def test_raw_bytes_carry_their_hash_and_are_recorded(installation, client):
    raw = installation.letter() + b"\xff"
    identifier = await installation.keep(raw)
    answer = await client.get(f"/archive/messages/{identifier}/raw")
    digest = hashlib.sha256(raw).hexdigest()
    assert answer.content == raw
    assert answer.headers["content-type"] == "message/rfc822"
    assert answer.headers["x-content-sha256"] == digest
    assert answer.headers["etag"] == f'"{digest}"'
    assert answer.headers["content-disposition"].startswith("attachment")
    await installation.ledger.seal()
    found = await installation.ledger.find(EntryFilter(action="archive:message:export"))
    assert [(entry.actor.id, entry.request_id) for entry in found.entries] == [("u1", "request-1")]


async def test_the_proof_is_text_that_stands_alone(installation, client):
    identifier = await installation.keep(installation.letter())
    pending = await client.get(f"/archive/messages/{identifier}/proof")
    assert (pending.status_code, pending.json()["code"]) == (503, "archive-proof-pending")
    await installation.ledger.seal()
    proof = (await client.get(f"/archive/messages/{identifier}/proof")).json()
    assert proof["index"] == 0
    assert proof["entry"]["object"] == f"archive-message:{identifier}"
    assert proof["proof"].startswith("c2sp.org/tlog-proof@v1\n")
    assert proof["checkpoint"] in proof["proof"]


async def test_completeness_names_what_is_missing(installation, client):
    identifier = await installation.keep(installation.letter())
    answer = (await client.get("/archive/completeness")).json()
    assert answer["missing"] == [identifier]
    assert (answer["messages"], answer["indexed"], answer["complete"]) == (1, 0, False)


@pytest.mark.parametrize("path", ["", "/raw", "/proof"])
async def test_an_unknown_message_is_not_found(client, path):
    answer = await client.get(f"/archive/messages/{'0' * 64}{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "archive-message-missing")


@pytest.mark.parametrize(
    ("path", "permission"),
    [
        ("/archive/search", "archive:message:read"),
        ("/archive/messages/00", "archive:message:read"),
        ("/archive/messages/00/proof", "archive:message:read"),
        ("/archive/messages/00/raw", "archive:message:export"),
        ("/archive/completeness", "archive:index:read"),
    ],
)
async def test_each_route_wants_its_permission(client, path, permission):
    others = ALL | {"archive:message:read", "archive:message:export", "archive:index:read"}
    refused = await client.get(
        path, headers={"x-test-permissions": " ".join(others - ALL - {permission})}
    )
    allowed = await client.get(path, headers={"x-test-permissions": permission})
    assert refused.status_code == 403
    assert allowed.status_code in (200, 404)
