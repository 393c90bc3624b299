"""Access tokens: short-lived JSON Web Tokens (RFC 7519, RFC 9068) signed with Ed25519 (RFC 9864).

They say who, never what one may do: roles are looked up, so that taking one away works at once.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from bartizan.base.clock import Clock
from bartizan.base.ids import is_id, new_id

_ALGORITHM = "Ed25519"
_TYPE = "at+jwt"
_AUDIENCE = "bartizan"
_LONGEST = 2048


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a genuine, unexpired token says: the user and the sign-in it descends from."""

    user_id: str
    family: str
    expires_at: datetime


class AccessTokens:
    """Issues and reads access tokens."""

    def __init__(self, key: OKPKey, clock: Clock, *, issuer: str, life: timedelta) -> None:
        """Sign with `key`; tokens name `issuer` and live for `life`."""
        self._key = key
        self._clock = clock
        self._issuer = issuer
        self.life = life

    def issue(self, user_id: str, family: str) -> str:
        """Return a token for a user's sign-in."""
        now = int(self._clock.now().timestamp())
        claims = {
            "iss": self._issuer,
            "aud": _AUDIENCE,
            "sub": user_id,
            "sid": family,
            "iat": now,
            "exp": now + int(self.life.total_seconds()),
            "jti": new_id(),
        }
        header = {"alg": _ALGORITHM, "typ": _TYPE}
        return jwt.encode(header, claims, self._key, algorithms=[_ALGORITHM])

    def read(self, token: str) -> AccessClaims | None:
        """Return what a token says, or `None` when it is not ours, expired, or not a token."""
        if len(token) > _LONGEST or not token.isascii():
            return None
        try:
            decoded = jwt.decode(token, self._key, algorithms=[_ALGORITHM])
        except (JoseError, ValueError, TypeError, RecursionError):
            return None
        if decoded.header.get("typ") != _TYPE:
            return None
        return self._checked(decoded.claims)

    def _checked(self, claims: dict[str, Any]) -> AccessClaims | None:
        issued_here = claims.get("iss") == self._issuer and claims.get("aud") == _AUDIENCE
        user_id, family, expiry = claims.get("sub"), claims.get("sid"), claims.get("exp")
        if not issued_here or not isinstance(expiry, int):
            return None
        if not (isinstance(user_id, str) and isinstance(family, str)):
            return None
        if not (is_id(user_id) and is_id(family)):
            return None
        expires_at = datetime.fromtimestamp(expiry, UTC)
        if expires_at <= self._clock.now():
            return None
        return AccessClaims(user_id, family, expires_at)
