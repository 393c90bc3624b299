"""Problem documents (RFC 9457) as OpenAPI knows them: what a route may answer when it refuses."""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

PROBLEM_JSON = "application/problem+json"


class Fault(BaseModel):
    """One thing wrong with the input, and where."""

    where: str = Field(description="A path into the input, such as `body.username`.")
    sentence: str


class Problem(BaseModel):
    """An error document; `code` is stable and documented, `detail` says what to do."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str | None = None
    request_id: str | None = None
    faults: list[Fault] | None = None


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses=` of a route that may answer these statuses with a problem."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }
