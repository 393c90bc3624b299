"""Writes every refused permission into the ledger: who wanted what, and could not."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from bartizan.audit.public import Entry, Ledger, Outcome
from bartizan.base.access import actor_of
from bartizan.base.errors import BartizanError, ForbiddenError
from bartizan.base.log import get_logger
from bartizan.server.problems import problem_response

_log = get_logger("server")


def record_denials(app: FastAPI) -> None:
    """Answer `ForbiddenError` with its problem, and record it first."""
    app.add_exception_handler(ForbiddenError, _denied)


async def _denied(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, ForbiddenError):  # pragma: no cover - registered for this class only
        raise error
    request_id = getattr(request.state, "request_id", None)
    entry = Entry(
        actor=actor_of(request),
        action=str(error.facts.get("permission", "server:request:refuse")),
        object=f"path:{request.url.path[:200]}",
        outcome=Outcome.DENIED,
        reason=error.code,
        request_id=request_id,
    )
    ledger: Ledger = request.app.state.services[Ledger]
    try:
        await ledger.append([entry])
    except BartizanError as failure:
        # The refusal stands either way; that it is missing in the ledger must be known.
        _log.error("a denial could not be recorded", code=failure.code)
    return problem_response(error, request_id)
