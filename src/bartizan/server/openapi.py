"""The OpenAPI document, completed: what FastAPI cannot know of our layers is added here.

Authentication, limits and problems live outside the handlers, so every operation is given the
answers those layers may send, and one schema for all problems.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from bartizan import __version__
from bartizan.base.access import PERMISSION_MARK, PUBLIC
from bartizan.base.problems import PROBLEM_JSON, Problem, problems

_ANYWHERE = (400, 404, 405, 422, 429, 500, 503)
_SIGNED_IN = (401, 403)
_WITH_BODY = (413, 415)
_BODIES = frozenset({"POST", "PUT", "PATCH"})


def install_openapi(app: FastAPI) -> None:
    """Let `app.openapi()` answer the completed document."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


@dataclass(frozen=True, slots=True)
class Operation:
    """A method on a path, and the permission word that its route declares, if any."""

    method: str
    path: str
    permission: str | None


def operations(app: FastAPI) -> Iterator[Operation]:
    """Yield every HTTP operation of ours, those of included routers too."""
    for route in iter_route_contexts(app.routes):
        dependant = getattr(route, "dependant", None)
        if isinstance(dependant, Dependant) and isinstance(route.original_route, APIRoute):
            permission = _permission(dependant)
            for method in sorted(route.methods or ()):
                yield Operation(method, str(route.path_format), permission)


def _permission(dependant: Dependant) -> str | None:
    for inner in dependant.dependencies:
        word = getattr(inner.call, PERMISSION_MARK, None) or _permission(inner)
        if word is not None:
            return str(word)
    return None


def _complete(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title="Bartizan",
        version=__version__,
        description="Lists answer pages; refusals are RFC 9457 problems.",
        routes=app.routes,
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}), Problem=problem)
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "Access token or API key."}
    }
    for operation in operations(app):
        described = document["paths"].get(operation.path, {}).get(operation.method.lower())
        if described is not None:
            _complete_operation(described, operation)
    return document


def _complete_operation(described: dict[str, Any], operation: Operation) -> None:
    statuses = list(_ANYWHERE)
    if operation.permission != PUBLIC:
        described["security"] = [{"bearer": []}]
        described["x-permission"] = operation.permission
    statuses += _SIGNED_IN
    if operation.method in _BODIES:
        statuses += _WITH_BODY
    answers = described.setdefault("responses", {})
    for status, answer in problems(*statuses).items():
        known = answers.get(str(status))
        if known is None or status == HTTPStatus.UNPROCESSABLE_ENTITY:
            answers[str(status)] = answer
        elif PROBLEM_JSON not in known.get("content", {}):
            known.setdefault("content", {}).update(answer["content"])
