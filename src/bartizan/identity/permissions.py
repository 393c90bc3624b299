"""What one may do with identities, and what the ledger calls the things that happen to them."""

from enum import StrEnum


class IdentityPermission(StrEnum):
    """Permission words of identity; changes are recorded in the ledger under the same words.

    `identity:self:*` belongs to everybody who is signed in: one's own session, password and keys.
    """

    USER_READ = "identity:user:read"
    USER_WRITE = "identity:user:write"
    KEY_READ = "identity:key:read"
    KEY_WRITE = "identity:key:write"
    SELF_READ = "identity:self:read"
    SELF_WRITE = "identity:self:write"


class IdentityAction(StrEnum):
    """Actions in the ledger that need no permission: proving who one is, and ceasing to."""

    SESSION_CREATE = "identity:session:create"
    SESSION_DELETE = "identity:session:delete"
    TOKEN_CREATE = "identity:token:create"  # noqa: S105 - a word, not a secret
    TOKEN_REFRESH = "identity:token:refresh"  # noqa: S105 - a word, not a secret
    TOKEN_DELETE = "identity:token:delete"  # noqa: S105 - a word, not a secret
    PASSWORD_CHANGE = "identity:password:change"  # noqa: S105 - a word, not a secret
