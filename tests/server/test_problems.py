import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

from bartizan.base.errors import ThrottledError, UnauthenticatedError
from bartizan.server.problems import install_problems


class Body(BaseModel):
    count: int


@pytest.fixture
def client():
    app = FastAPI()
    install_problems(app)

    @app.post("/count")
    def count(body: Body) -> int:
        return body.count

    @app.get("/throttled")
    def throttled() -> None:
        raise ThrottledError("Wait.", retry_after=0.2)

    @app.get("/closed")
    def closed() -> None:
        raise UnauthenticatedError("Sign in.")

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("the password is hunter2")

    return TestClient(app, raise_server_exceptions=False)


def test_bad_input_is_answered_with_the_faults_and_not_the_input(client):
    answer = client.post("/count", json={"count": "sesame"})
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["faults"][0]["where"] == "body.count"
    assert "sesame" not in answer.text


def test_throttled_callers_are_told_when_to_come_back(client):
    assert client.get("/throttled").headers["Retry-After"] == "1"


def test_who_must_sign_in_is_told_how(client):
    answer = client.get("/closed")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert "Bearer" in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/none", 404), ("PUT", "/count", 405)]
)
def test_routing_refusals_are_problems_too(client, method, path, status):
    answer = client.request(method, path)
    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_an_unforeseen_failure_tells_nothing_of_its_cause(client):
    answer = client.get("/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert "hunter2" not in answer.text
