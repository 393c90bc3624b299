from fastapi import FastAPI
from fastapi.testclient import TestClient

from bartizan.base.problems import Problem, problems


def test_the_statuses_a_route_may_answer_are_documented():
    app = FastAPI()

    @app.get("/", responses=problems(403, 404))
    def index() -> Problem:
        raise AssertionError

    responses = TestClient(app).get("/openapi.json").json()["paths"]["/"]["get"]["responses"]
    assert responses["404"]["description"] == "Not Found"
    assert "application/problem+json" in responses["403"]["content"]
