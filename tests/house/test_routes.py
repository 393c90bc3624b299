"""Every route declares who may use it, under a path that names its package."""

import re

import pytest
from fastapi import Depends, FastAPI

from bartizan.base.access import PUBLIC, public_route
from bartizan.server.app import outline
from bartizan.server.openapi import operations

#: Routes anybody may call, on purpose: everything else needs a permission.
OPEN = {
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("POST", "/api/v1/identity/session"),
    ("POST", "/api/v1/identity/tokens"),
    ("POST", "/api/v1/identity/tokens/refresh"),
}


def undeclared(app: FastAPI) -> list[str]:
    return [one.path for one in operations(app) if one.permission is None]


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return outline()


def test_every_route_declares_its_permission(app):
    assert len(list(operations(app))) > 30
    assert undeclared(app) == []


def test_only_the_listed_routes_are_open(app):
    assert {(one.method, one.path) for one in operations(app) if one.permission == PUBLIC} == OPEN


def test_permissions_are_words_of_the_package_in_the_path(app):
    for one in operations(app):
        match = re.match(r"/api/v1/([a-z]+)/", one.path)
        if match and one.permission != PUBLIC:
            assert one.permission.startswith(f"{match[1]}:"), one


def test_an_undeclared_route_is_caught():
    app = FastAPI(openapi_url=None)

    @app.get("/declared", dependencies=[Depends(public_route)])
    def declared() -> None: ...

    @app.get("/forgotten")
    def forgotten() -> None: ...

    assert undeclared(app) == ["/forgotten"]
