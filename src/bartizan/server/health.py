"""Is it alive, may it take traffic, and what exactly is wrong: three questions, three answers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from bartizan.base.access import provided, public_route, requires
from bartizan.base.actor import Actor
from bartizan.base.clock import Clock
from bartizan.base.errors import BartizanError
from bartizan.base.log import get_logger
from bartizan.base.problems import problems
from bartizan.server.permissions import ServerPermission

#: A check returns what it saw in a few words, or raises when the part cannot be used.
Check = Callable[[], Awaitable[str]]

_log = get_logger("server")
_FRESH_SECONDS = 1.0
_CHECK_SECONDS = 3.0


class Status(StrEnum):
    """How a part, or the whole, is."""

    OK = "ok"
    FAILING = "failing"


class CheckSeen(BaseModel):
    """One part's health; `milliseconds` is how long it took to answer."""

    name: str
    status: Status
    milliseconds: float
    detail: str


class Health(BaseModel):
    """The whole's health: failing as soon as one part is."""

    status: Status
    checks: list[CheckSeen] = []


class HealthChecks:
    """Runs the checks side by side, at most once a second however often it is asked."""

    def __init__(self, checks: Mapping[str, Check], clock: Clock) -> None:
        """Take the checks by the name of the part they look at."""
        self._checks = checks
        self._clock = clock
        self._lock = asyncio.Lock()
        self._seen: Health | None = None
        self._seen_at = 0.0

    async def look(self) -> Health:
        """Return the health of every part."""
        async with self._lock:
            stale = self._clock.monotonic() - self._seen_at > _FRESH_SECONDS
            if self._seen is None or stale:
                seen = await asyncio.gather(
                    *(self._one(name, check) for name, check in self._checks.items())
                )
                failing = any(one.status is Status.FAILING for one in seen)
                status = Status.FAILING if failing else Status.OK
                self._seen = Health(status=status, checks=list(seen))
                self._seen_at = self._clock.monotonic()
            return self._seen

    async def _one(self, name: str, check: Check) -> CheckSeen:
        started = self._clock.monotonic()
        try:
            async with asyncio.timeout(_CHECK_SECONDS):
                detail, status = await check(), Status.OK
        except TimeoutError:
            detail, status = f"no answer within {_CHECK_SECONDS:g} s", Status.FAILING
        except BartizanError as error:
            detail, status = error.detail, Status.FAILING
        except Exception as error:  # noqa: BLE001 - whatever is broken, health must say so
            _log.warning("health check failed", check=name, exc_info=error)
            detail, status = "it failed; the log says how", Status.FAILING
        took = (self._clock.monotonic() - started) * 1000
        return CheckSeen(name=name, status=status, milliseconds=round(took, 2), detail=detail)


router = APIRouter(prefix="/health", tags=["health"])
Checks = Annotated[HealthChecks, provided(HealthChecks)]


@router.get("/live")
async def live(_: Annotated[Actor, Depends(public_route)]) -> Health:
    """Tell that the process answers; looks at nothing else."""
    return Health(status=Status.OK)


@router.get("/ready", responses={503: {"model": Health, "description": "A part is failing"}})
async def ready(
    response: Response, checks: Checks, _: Annotated[Actor, Depends(public_route)]
) -> Health:
    """Tell whether traffic may come; names no details to strangers."""
    seen = await checks.look()
    response.status_code = 200 if seen.status is Status.OK else 503
    return Health(status=seen.status)


@router.get("/deep", responses=problems(401, 403))
async def deep(
    checks: Checks, _: Annotated[Actor, Depends(requires(ServerPermission.HEALTH_READ))]
) -> Health:
    """Show every part with what it saw and how long it took."""
    return await checks.look()
