"""How a route says which permission it needs, and how a handler gets a service.

The server puts an `Actor` on `request.state.actor` and the assembled services on
`app.state.services`; packages below it never learn how either came to be.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import Depends, Request

from bartizan.base.actor import ANONYMOUS, Actor, ActorKind
from bartizan.base.errors import ForbiddenError, UnauthenticatedError

Service = TypeVar("Service")

#: The attribute on a dependency that carries its permission word; `PUBLIC` marks an open route.
PERMISSION_MARK = "bartizan_permission"
PUBLIC = "public"


def actor_of(request: Request) -> Actor:
    """Return who makes this request; the anonymous actor where nobody signed in."""
    actor = getattr(request.state, "actor", ANONYMOUS)
    return actor if isinstance(actor, Actor) else ANONYMOUS


def requires(permission: str) -> Callable[[Request], Actor]:
    """Return a dependency that lets only holders of `permission` through and yields the actor.

    The dependency raises `UnauthenticatedError` when nobody is signed in and `ForbiddenError`
    when the actor's roles do not carry the permission.
    """

    def allowed(request: Request) -> Actor:
        actor = actor_of(request)
        if actor.kind is ActorKind.ANONYMOUS:
            raise UnauthenticatedError("Sign in, or send an API key, and try again.")
        if not actor.may(permission):
            raise ForbiddenError(
                f"This needs the permission {permission}; ask an administrator for a role "
                "that carries it.",
                permission=permission,
            )
        return actor

    setattr(allowed, PERMISSION_MARK, permission)
    return allowed


def public_route(request: Request) -> Actor:
    """Let everybody through: the declaration of a route that needs no permission, on purpose."""
    return actor_of(request)


setattr(public_route, PERMISSION_MARK, PUBLIC)


def provided(kind: type[Service]) -> Any:
    """Return the `Depends` that hands a handler the assembled service of type `kind`."""

    def from_request(request: Request) -> Service:
        service: Service = request.app.state.services[kind]
        return service

    return Depends(from_request)
