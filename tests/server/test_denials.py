from fastapi import Depends, FastAPI, Request
from fastapi.testclient import TestClient

from bartizan.audit.public import EntryFilter, Ledger
from bartizan.base.access import requires
from bartizan.base.actor import Actor, ActorKind
from bartizan.base.paging import PageRequest
from bartizan.server.denials import record_denials

READER = Actor("1", ActorKind.USER, "ada", frozenset({"audit:*:*"}))


async def refuse(bartizan) -> TestClient:
    app = FastAPI()
    app.state.services = {Ledger: bartizan.ledger}
    record_denials(app)

    @app.middleware("http")
    async def signed_in(request: Request, call_next):
        request.state.actor = READER
        return await call_next(request)

    @app.get("/held", dependencies=[Depends(requires("mail:quarantine:read"))])
    def held() -> int:
        return 1

    return TestClient(app)


async def test_who_is_refused_is_told_and_the_ledger_knows(bartizan):
    import asyncio

    client = await refuse(bartizan)
    answer = await asyncio.to_thread(client.get, "/held")
    assert (answer.status_code, answer.json()["permission"]) == (403, "mail:quarantine:read")
    found = await bartizan.ledger.find(EntryFilter(action="mail:quarantine:read"), PageRequest())
    (entry,) = found.entries
    assert (entry.outcome, entry.object, entry.actor.id) == ("denied", "path:/held", "1")
