import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from bartizan.base.clock import ManualClock
from bartizan.base.errors import ThrottledError
from bartizan.server.limits import BodyLimit, RateLimit
from bartizan.server.problems import install_problems


@pytest.fixture
def client():
    app = FastAPI()
    install_problems(app)

    @app.post("/")
    async def size(request: Request) -> int:
        return len(await request.body())

    app.add_middleware(BodyLimit, limit=1000)
    return TestClient(app)


def test_a_body_within_the_limit_passes(client):
    assert client.post("/", content=b"x" * 1000).json() == 1000


def test_an_announced_body_over_the_limit_is_refused_unread(client):
    answer = client.post("/", content=b"x" * 1001)
    assert (answer.status_code, answer.json()["code"]) == (413, "payload-too-large")


def test_a_body_that_hides_its_size_is_refused_while_reading(client):
    answer = client.post("/", content=iter([b"x" * 600, b"x" * 600]))
    assert answer.status_code == 413


def test_a_bucket_empties_and_refills():
    clock = ManualClock()
    limit = RateLimit(clock, per_second=2, burst=3)
    for _ in range(3):
        limit.spend("ada")
    with pytest.raises(ThrottledError) as refused:
        limit.spend("ada")
    assert refused.value.facts["retry_after"] == pytest.approx(0.5)
    limit.spend("bob")
    clock.advance(0.5)
    limit.spend("ada")


def test_refused_callers_do_not_dig_deeper():
    clock = ManualClock()
    limit = RateLimit(clock, per_second=1, burst=1)
    limit.spend("ada")
    for _ in range(50):
        with pytest.raises(ThrottledError):
            limit.spend("ada")
    clock.advance(1)
    limit.spend("ada")


def test_the_number_of_callers_remembered_is_bounded():
    limit = RateLimit(ManualClock(), per_second=1, burst=1, callers=10)
    for number in range(1000):
        limit.spend(str(number))
    assert len(limit._buckets) <= 10
