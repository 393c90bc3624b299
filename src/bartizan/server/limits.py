"""Limits that hold before a handler runs: body size, and requests a second for each caller."""

from collections import OrderedDict

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bartizan.base.clock import Clock
from bartizan.base.errors import PayloadTooLargeError, ThrottledError
from bartizan.server.problems import problem_response


class BodyLimit:
    """ASGI middleware: refuses bodies over `limit` bytes, announced or found while reading."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        """Wrap `app`."""
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _announced(scope) > self._limit:
            await self._refuse(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._limit:
                raise PayloadTooLargeError(self._sentence())
            return message

        await self._app(scope, counted, send)

    def _sentence(self) -> str:
        return f"A request body may have {self._limit:,} bytes at most."

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = problem_response(
            PayloadTooLargeError(self._sentence()), scope.get("state", {}).get("request_id")
        )
        await response(scope, receive, send)


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


class RateLimit:
    """Token buckets by caller, bounded in number: the least recently seen are forgotten first."""

    def __init__(
        self, clock: Clock, *, per_second: float, burst: int, callers: int = 10_000
    ) -> None:
        """Allow each caller `per_second` requests, and `burst` at once."""
        self._clock = clock
        self._rate = per_second
        self._burst = float(burst)
        self._callers = callers
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spend(self, caller: str) -> None:
        """Count one request of `caller`.

        Raises:
            ThrottledError: the bucket is empty; the facts say when to try again.
        """
        now = self._clock.monotonic()
        tokens, seen = self._buckets.pop(caller, (self._burst, now))
        tokens = min(self._burst, tokens + (now - seen) * self._rate)
        self._buckets[caller] = (max(tokens - 1, 0.0) if tokens >= 1 else tokens, now)
        if len(self._buckets) > self._callers:
            self._buckets.popitem(last=False)
        if tokens < 1:
            wait = (1 - tokens) / self._rate
            raise ThrottledError("Too many requests; wait a moment.", retry_after=wait)
