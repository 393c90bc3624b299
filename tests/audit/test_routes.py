import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from bartizan.audit.ledger import Ledger
from bartizan.audit.notes import open_note
from bartizan.audit.proofs import read_proof
from bartizan.audit.routes import router
from bartizan.audit.tiles import read_bundle
from bartizan.base.access import PERMISSION_MARK
from bartizan.base.actor import ANONYMOUS, Actor, ActorKind
from bartizan.base.errors import BartizanError, problem


def actor(*permissions):
    return Actor("u", ActorKind.USER, "u", frozenset(permissions))


@pytest.fixture
async def api(sqlite_ledger):
    """The routes alone, with whoever `who` holds signed in."""
    app, who = FastAPI(), {"actor": actor("audit:*:*")}
    app.include_router(router, prefix="/api/v1")
    app.state.services = {Ledger: sqlite_ledger}

    @app.exception_handler(BartizanError)
    async def explain(_request: Request, error: BartizanError) -> JSONResponse:
        return JSONResponse(problem(error), error.status)

    @app.middleware("http")
    async def sign_in(request: Request, call_next):
        request.state.actor = who["actor"]
        return await call_next(request)

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test/api/v1") as client:
        client.who = who
        yield client


@pytest.fixture
async def filled(sqlite_ledger, entry):
    await sqlite_ledger.append([entry(number, action=f"a:b:{number % 2}") for number in range(300)])
    return sqlite_ledger


async def test_entries_are_listed_newest_first_and_paged(api, filled):
    first = (await api.get("/audit/entries?page_size=2&action=a:b:1")).json()
    assert [item["index"] for item in first["items"]] == [299, 297]
    assert (first["total"], first["total_pages"], first["has_next"]) == (150, 75, True)
    second = await api.get("/audit/entries", params={"cursor": first["next_cursor"]})
    assert second.json()["items"][0]["index"] == 296


@pytest.mark.parametrize(
    "query",
    ["cursor=x", "page=0", "page_size=1000", "outcome=x", "after=2026-01-01T00:00:00", "after=x",
     "object=%00", "action=" + "x" * 501],
)  # fmt: skip
async def test_a_bad_query_is_refused(api, query):
    assert (await api.get(f"/audit/entries?{query}")).status_code == 422


async def test_one_entry_and_its_proof(api, filled):
    assert (await api.get("/audit/entries/7")).json()["object"] == "7"
    proof = (await api.get("/audit/entries/7/proof")).json()
    assert (proof["index"], proof["tree_size"], proof["entry"]["object"]) == (7, 300, "7")
    assert read_proof(proof["text"]).checkpoint == proof["checkpoint"]
    for path in ("entries/300", "entries/300/proof"):
        answer = await api.get(f"/audit/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "audit-entry-not-found")
    assert (await api.get("/audit/entries/-1")).status_code == 422
    assert (await api.get(f"/audit/entries/{2**64}")).status_code == 422


async def test_verification_over_http(api, filled, sqlite, sql):
    found = (await api.post("/audit/verify")).json()
    assert (found["ok"], found["entries"], found["first_bad"]) == (True, 300, None)
    kept = (await api.get("/audit/checkpoint")).text
    assert (await api.post("/audit/verify", json={"checkpoint": kept})).json()["ok"]
    assert (await api.post("/audit/verify", json={"checkpoint": "x"})).status_code == 422
    await sql(sqlite, "UPDATE audit_entries SET object = 'x' WHERE \"index\" = 9")
    found = (await api.post("/audit/verify")).json()
    assert (found["ok"], found["first_bad"]) == (False, 9)


async def test_checkpoint_key_and_consistency(api, filled):
    answer = await api.get("/audit/checkpoint")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert open_note(answer.text, [filled.key]).split("\n")[1] == "300"
    assert (await api.get("/audit/key")).json()["verifier_key"] == filled.key.encode()
    found = (await api.get("/audit/consistency?old_size=5&new_size=300")).json()
    assert found["hashes"]
    assert (await api.get("/audit/consistency?old_size=5&new_size=301")).status_code == 422


async def test_tiles_stand_where_the_specification_puts_them(api, filled):
    answer = await api.get("/audit/tile/0/000")
    assert (len(answer.content), answer.headers["content-type"]) == (
        8192, "application/octet-stream",
    )  # fmt: skip
    assert len((await api.get("/audit/tile/0/001.p/44")).content) == 44 * 32
    assert len(read_bundle((await api.get("/audit/tile/entries/001.p/44")).content)) == 44
    for path in ("0/001", "0/0", "entries/x", "..%2f..", "9/000", "0/000.p/0"):
        assert (await api.get(f"/audit/tile/{path}")).status_code in (404, 422), path


async def test_each_route_needs_its_permission(api, filled):
    for who, status in ((ANONYMOUS, 401), (actor("audit:entry:write"), 403)):
        api.who["actor"] = who
        for path in ("entries", "entries/0", "entries/0/proof", "checkpoint", "key", "tile/0/000",
                     "consistency?old_size=1&new_size=2"):  # fmt: skip
            assert (await api.get(f"/audit/{path}")).status_code == status
        assert (await api.post("/audit/verify")).status_code == status
    api.who["actor"] = actor("audit:entry:read")
    assert (await api.get("/audit/entries")).status_code == 200
    assert (await api.post("/audit/verify")).status_code == 403


def test_no_route_forgets_to_say_who_may():
    for route in router.routes:
        marks = [getattr(d.dependency, PERMISSION_MARK, "") for d in route.dependencies]
        assert any(mark.startswith("audit:") for mark in marks), route.path
