import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from bartizan.base.actor import Actor, ActorKind
from bartizan.base.clock import SystemClock
from bartizan.mail.evidence import Organisation
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.policies import PolicySettings
from bartizan.mail.samples import samples
from bartizan.mail.scan_routes import router
from bartizan.server.problems import install_problems

MESSAGE = {"Content-Type": "message/rfc822"}


def client(*permissions: str) -> TestClient:
    app = FastAPI()
    app.state.services = {Pipeline: Pipeline(Organisation(), PolicySettings(), None, SystemClock())}
    install_problems(app)
    app.include_router(router)

    @app.middleware("http")
    async def signed_in(request: Request, call_next):
        request.state.actor = Actor("1", ActorKind.USER, "ada", frozenset(permissions))
        return await call_next(request)

    return TestClient(app)


def test_a_message_is_judged_with_its_reasons():
    raw = dict(samples(SystemClock().now()))["11-eicar"]
    answer = client("mail:message:scan").post("/scan", content=raw, headers=MESSAGE)
    assert answer.status_code == 200
    found = answer.json()
    assert (found["disposition"], found["from"]) == ("hold", "accounts@supplier.example")
    assert found["reasons"][0]["id"] == "dangerous_attachment"


@pytest.mark.parametrize(("permission", "body", "status"), [
    ("mail:message:read", b"Subject: x\r\n\r\n", 403),
    ("mail:message:scan", b"", 422),
])  # fmt: skip
def test_what_cannot_be_judged_is_refused(permission, body, status):
    answer = client(permission).post("/scan", content=body, headers=MESSAGE)
    assert answer.status_code == status
