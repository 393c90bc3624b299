"""Every refusal and failure leaves the server as a problem document (RFC 9457)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bartizan.base.errors import BartizanError, InvalidError, problem
from bartizan.base.log import get_logger
from bartizan.base.problems import PROBLEM_JSON

_log = get_logger("server")
_MAX_FAULTS = 20


def install_problems(app: FastAPI) -> None:
    """Answer every exception of `app` with a problem document."""
    app.add_exception_handler(BartizanError, _of_ours)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_routing)
    app.add_exception_handler(Exception, _unforeseen)


def problem_response(error: BartizanError, request_id: str | None) -> JSONResponse:
    """Render `error`; a `retry_after` among its facts also becomes the header."""
    headers = {}
    if "retry_after" in error.facts:
        headers["Retry-After"] = str(max(1, int(error.facts["retry_after"])))
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="bartizan"'
    return _answer(error.status, problem(error), request_id, headers)


async def _of_ours(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, BartizanError):  # pragma: no cover - registered for this class only
        raise error
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("request failed", code=error.code, detail=error.detail)
    return problem_response(error, _id_of(request))


async def _of_validation(request: Request, error: Exception) -> JSONResponse:
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    sentences = [_fault(fault) for fault in faults[:_MAX_FAULTS]]
    first = f"{sentences[0]['where']}: {sentences[0]['sentence']}" if sentences else "unreadable"
    invalid = InvalidError(f"The request does not fit: {first}.", faults=sentences)
    return problem_response(invalid, _id_of(request))


async def _of_routing(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = getattr(error, "headers", None) or {}
    phrase = HTTPStatus(status).phrase
    code = phrase.lower().replace(" ", "-")
    document = {
        "type": f"urn:bartizan:error:{code}",
        "title": phrase,
        "status": status,
        "detail": f"{request.method} {request.url.path[:200]}: {phrase.lower()}.",
        "code": code,
    }
    return _answer(status, document, _id_of(request), dict(headers))


async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    _log.error("request failed", path=request.url.path[:200], exc_info=error)
    hidden = BartizanError("Something failed on our side; the log has the details by request id.")
    return problem_response(hidden, _id_of(request))


def _fault(fault: Mapping[str, Any]) -> dict[str, str]:
    where: Sequence[Any] = fault.get("loc", ())
    return {
        "where": ".".join(str(step) for step in where)[:200],
        "sentence": str(fault.get("msg", "not valid"))[:300],
    }


def _answer(
    status: int, document: dict[str, Any], request_id: str | None, headers: Mapping[str, str]
) -> JSONResponse:
    if request_id is not None:
        document["request_id"] = request_id
    return JSONResponse(document, status, headers=dict(headers), media_type=PROBLEM_JSON)


def _id_of(request: Request) -> str | None:
    found: str | None = getattr(request.state, "request_id", None)
    return found
