"""Roles: named sets of permission patterns. Pure functions, no state."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from bartizan.base.actor import Actor

#: What everybody who is signed in may do: see `IdentityPermission`.
OWN = frozenset({"identity:self:*"})


class Role(StrEnum):
    """A role; a person or a key may have several."""

    ADMIN = "admin"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    VIEWER = "viewer"


#: Patterns as `Actor.may` reads them.
PERMISSIONS: Mapping[Role, frozenset[str]] = MappingProxyType(
    {
        Role.ADMIN: frozenset({"*"}),
        Role.ANALYST: OWN | {"mail:*:*", "archive:*:*", "audit:entry:read", "server:health:read"},
        Role.AUDITOR: OWN | {"*:*:read", "audit:*:*", "archive:message:export"},
        Role.VIEWER: OWN | {"mail:*:read", "archive:*:read", "server:health:read"},
    }
)


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Return the patterns that `roles` carry together; a role we no longer know carries none."""
    known = [PERMISSIONS[Role(role)] for role in roles if role in PERMISSIONS]
    return OWN.union(*known)


def may_grant(actor: Actor, roles: Iterable[str]) -> bool:
    """Tell whether `actor` itself holds everything that `roles` carry.

    Nobody may hand out, or act upon, more than they have: that is what stops escalation.
    """
    return all(actor.may(pattern) for pattern in permissions_of(roles))


def narrowed(roles: Iterable[str], holder: Actor) -> frozenset[str]:
    """Return those patterns of `roles` that `holder` still has: what their key may do now."""
    return frozenset(pattern for pattern in permissions_of(roles) if holder.may(pattern))
