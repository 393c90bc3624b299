"""Finds out who sends each request, before any handler sees it."""

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bartizan.base.actor import ANONYMOUS
from bartizan.base.errors import BartizanError
from bartizan.identity.public import Authenticator, facts_of
from bartizan.server.limits import RateLimit
from bartizan.server.problems import problem_response

#: Probes come from few addresses and must be answered exactly when everybody else is too busy.
_UNCOUNTED = "/health/"


class Authentication:
    """ASGI middleware: puts the actor on the request's state and counts requests by caller."""

    def __init__(self, app: ASGIApp, authenticator: Authenticator, limit: RateLimit) -> None:
        """Wrap `app`."""
        self._app = app
        self._authenticator = authenticator
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; one whose credential is refused goes no further."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = await self._identify(HTTPConnection(scope))
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await refusal(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 4401, "reason": "refused"})

    async def _identify(self, connection: HTTPConnection) -> JSONResponse | None:
        state = connection.scope.setdefault("state", {})
        try:
            found = await self._authenticator.identify(facts_of(connection))
            state["actor"] = ANONYMOUS if found is None else found.actor
            state["identified"] = found
            if not connection.scope["path"].startswith(_UNCOUNTED):
                address = connection.client.host if connection.client else "unknown"
                self._limit.spend(address if found is None else str(found.actor))
        except BartizanError as error:
            return problem_response(error, state.get("request_id"))
        return None
