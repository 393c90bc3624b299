"""The outermost layer of every request: its id, its log line, its figures, its headers."""

from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bartizan.base.clock import Clock
from bartizan.base.ids import is_id, new_id
from bartizan.base.log import bind, get_logger, unbind_all
from bartizan.server.metrics import REQUEST_SECONDS, REQUESTS

_log = get_logger("server")

#: What every answer carries unless its route or the console set its own.
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Frame-Options": "DENY",
}
_API = "/api/"


class RequestContext:
    """ASGI middleware: gives each request an id, times it, logs it and hardens its headers."""

    def __init__(self, app: ASGIApp, clock: Clock, *, https: bool) -> None:
        """Wrap `app`; `https` adds HSTS, for servers reached only over TLS."""
        self._app = app
        self._clock = clock
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; anything but HTTP passes through with an id."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        request_id = _offered_id(scope) or new_id()
        scope.setdefault("state", {})["request_id"] = request_id
        unbind_all()
        bind(request_id=request_id)
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        await self._http(scope, receive, send, request_id)

    async def _http(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        started = self._clock.monotonic()
        status = 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._harden(MutableHeaders(scope=message), scope["path"], request_id)
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            self._count(scope, status, self._clock.monotonic() - started)

    def _harden(self, headers: MutableHeaders, path: str, request_id: str) -> None:
        headers["X-Request-Id"] = request_id
        own_policy = "content-security-policy" in headers
        for name, value in SECURITY_HEADERS.items():
            if not (own_policy and name == "X-Frame-Options"):
                headers.setdefault(name, value)
        if path.startswith(_API):
            headers.setdefault("Cache-Control", "no-store")
        if self._https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        REQUESTS.labels(scope["method"], route, str(status)).inc()
        REQUEST_SECONDS.labels(route).observe(seconds)
        _log.info(
            "request",
            method=scope["method"],
            path=scope["path"][:200],
            status=status,
            milliseconds=round(seconds * 1000, 2),
        )


def _offered_id(scope: Scope) -> str | None:
    """A caller may bring an id of our form, so that a trace can start before us."""
    headers: list[Any] = scope["headers"]
    for name, value in headers:
        if name == b"x-request-id":
            text = value.decode("latin-1")
            return text if is_id(text) else None
    return None
