from types import SimpleNamespace
from typing import Annotated

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bartizan.base.access import PERMISSION_MARK, actor_of, provided, public_route, requires
from bartizan.base.actor import ANONYMOUS, Actor, ActorKind
from bartizan.base.errors import ForbiddenError, UnauthenticatedError


def request_by(actor: object) -> SimpleNamespace:
    return SimpleNamespace(state=SimpleNamespace(actor=actor))


def test_nobody_is_asked_to_sign_in():
    with pytest.raises(UnauthenticatedError):
        requires("mail:message:read")(SimpleNamespace(state=SimpleNamespace()))


def test_who_lacks_the_permission_is_told_its_name():
    reader = Actor("1", ActorKind.USER, "Ada", frozenset({"audit:*:*"}))
    with pytest.raises(ForbiddenError, match="mail:message:read"):
        requires("mail:message:read")(request_by(reader))


def test_who_holds_it_passes_and_is_named():
    reader = Actor("1", ActorKind.USER, "Ada", frozenset({"mail:*:*"}))
    assert requires("mail:message:read")(request_by(reader)) is reader


def test_an_actor_that_is_not_one_is_nobody():
    assert actor_of(request_by("root")) is ANONYMOUS
    assert public_route(request_by(None)) is ANONYMOUS


def test_declarations_can_be_read_from_outside():
    assert getattr(requires("a:b:c"), PERMISSION_MARK) == "a:b:c"
    assert getattr(public_route, PERMISSION_MARK) == "public"


class Greeter:
    def greet(self) -> str:
        return "hello"


def test_a_handler_gets_the_assembled_service():
    app = FastAPI()
    app.state.services = {Greeter: Greeter()}

    @app.get("/")
    def index(greeter: Annotated[Greeter, provided(Greeter)]) -> str:
        return greeter.greet()

    assert TestClient(app).get("/").json() == "hello"
