import pytest
from fastapi import Depends, FastAPI
from pydantic import BaseModel

from bartizan.base.access import public_route, requires
from bartizan.server.openapi import install_openapi, operations


class Body(BaseModel):
    count: int


@pytest.fixture
def app():
    made = FastAPI()

    @made.post("/count", dependencies=[Depends(requires("a:b:c"))])
    def count(body: Body) -> int:
        return body.count

    @made.get("/open", dependencies=[Depends(public_route)])
    def look() -> int:
        return 1

    install_openapi(made)
    return made


def test_operations_tell_their_permission(app):
    assert {(one.method, one.path): one.permission for one in operations(app)} == {
        ("POST", "/count"): "a:b:c",
        ("GET", "/open"): "public",
    }


def test_what_the_layers_may_answer_is_described(app):
    described = app.openapi()
    responses = described["paths"]["/count"]["post"]["responses"]
    assert {"401", "403", "413", "422", "429", "500", "503"} <= set(responses)
    assert "application/problem+json" in responses["422"]["content"]
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_protected_operations_say_so(app):
    paths = app.openapi()["paths"]
    assert paths["/count"]["post"]["x-permission"] == "a:b:c"
    assert paths["/count"]["post"]["security"] == [{"bearer": []}]
    assert "security" not in paths["/open"]["get"]
