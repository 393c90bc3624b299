"""Puts the HTTP door together: layers, routes, problems, documentation."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bartizan import __version__
from bartizan.archive.routes import router as archive
from bartizan.assembly.bartizan import Bartizan
from bartizan.audit.routes import router as audit
from bartizan.base.access import requires
from bartizan.base.actor import Actor
from bartizan.base.problems import problems
from bartizan.console.assets import Console
from bartizan.identity.routes import router as identity
from bartizan.jobs.public import events_after, last_sequence
from bartizan.mail.routes import router as mail
from bartizan.server import health, live
from bartizan.server.authentication import Authentication
from bartizan.server.context import RequestContext
from bartizan.server.denials import record_denials
from bartizan.server.health import HealthChecks
from bartizan.server.hub import Hub
from bartizan.server.limits import BodyLimit, RateLimit
from bartizan.server.metrics import CONTENT_TYPE, exposition
from bartizan.server.openapi import install_openapi
from bartizan.server.permissions import ServerPermission
from bartizan.server.problems import install_problems
from bartizan.server.proxies import TrustedProxies

API = "/api/v1"
_API_PATHS = ("/api/", "/health/", "/metrics", "/openapi.json")
_metrics = APIRouter(tags=["health"])


def outline() -> FastAPI:
    """Return the application's routes and documentation, without anything behind them."""
    app = FastAPI(title="Bartizan", version=__version__, docs_url=None, redoc_url=None)
    app.router.redirect_slashes = False
    for router in (identity, mail, archive, audit):
        app.include_router(router, prefix=API)
    app.include_router(health.router)
    app.include_router(_metrics)
    app.include_router(live.router)
    install_problems(app)
    record_denials(app)
    install_openapi(app)
    return app


def create_app(bartizan: Bartizan) -> ASGIApp:
    """Return the whole HTTP door of an opened `bartizan`: API, live events and console."""
    app = outline()
    hub = _hub(bartizan)
    app.state.services = services(bartizan) | {Hub: hub}
    app.router.lifespan_context = _following(hub)
    return _layered(_Paths(app, Console()), bartizan)


class _Paths:
    """Sends the API's paths to the API and every other one to the console.

    Decided here and not by a catch-all route, so that the API's own 404 and 405 stay its own.
    """

    def __init__(self, api: ASGIApp, console: ASGIApp) -> None:
        self._api = api
        self._console = console

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ours = scope["type"] != "http" or scope["path"].startswith(_API_PATHS)
        await (self._api if ours else self._console)(scope, receive, send)


def services(bartizan: Bartizan) -> dict[type, Any]:
    """Return what handlers may ask for, by type."""
    checks = HealthChecks(bartizan.checks, bartizan.clock)
    return dict(bartizan.services) | {HealthChecks: checks}


def document() -> Mapping[str, Any]:
    """Return the OpenAPI document."""
    return outline().openapi()


def _layered(app: ASGIApp, bartizan: Bartizan) -> ASGIApp:
    settings = bartizan.settings.server
    limit = RateLimit(
        bartizan.clock, per_second=settings.requests_per_second, burst=settings.requests_burst
    )
    layered: ASGIApp = Authentication(app, bartizan.identity.authenticator, limit)
    layered = BodyLimit(layered, settings.body_limit)
    layered = RequestContext(layered, bartizan.clock, https=settings.https)
    return TrustedProxies(layered, settings.trusted_proxies)


def _hub(bartizan: Bartizan) -> Hub:
    async def read(after: int, limit: int) -> Any:
        async with bartizan.database.reading() as connection:
            return await events_after(connection, after, limit)

    async def newest() -> int:
        async with bartizan.database.reading() as connection:
            return await last_sequence(connection)

    return Hub(read, newest)


def _following(hub: Hub) -> Any:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        following = asyncio.ensure_future(hub.run())
        yield
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following

    return lifespan


@_metrics.get(
    "/metrics",
    responses=problems(401, 403)
    | {200: {"content": {"text/plain": {}}, "description": "Prometheus' text format"}},
    response_class=Response,
)
async def metrics(
    _: Annotated[Actor, Depends(requires(ServerPermission.METRICS_READ))],
) -> Response:
    """Show every figure in Prometheus' text format."""
    return Response(exposition(), media_type=CONTENT_TYPE)
