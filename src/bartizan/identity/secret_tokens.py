"""Random tokens that only their holder knows: we keep no more than their SHA-256.

A fast hash is right here: 256 random bits cannot be guessed, whatever the hash costs.
"""

import hashlib
import hmac
import secrets

_BYTES = 32


def new_token() -> str:
    """Return 256 random bits as 43 URL-safe characters."""
    return secrets.token_urlsafe(_BYTES)


def digest(token: str) -> str:
    """Return what is stored of a token: its SHA-256 in hex. Takes any text."""
    return hashlib.sha256(token.encode(errors="backslashreplace")).hexdigest()


def csrf_token(session_token: str) -> str:
    """Return the token a page must send beside the session cookie.

    It is derived from the session token by HMAC-SHA256, so it dies with it, needs no storage,
    and tells nothing about it.
    """
    key = session_token.encode(errors="backslashreplace")
    return hmac.new(key, b"bartizan csrf token", hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets in a time that does not depend on where they differ."""
    return hmac.compare_digest(
        one.encode(errors="backslashreplace"), other.encode(errors="backslashreplace")
    )
