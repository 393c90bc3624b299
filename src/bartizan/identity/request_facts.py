"""What authentication looks at in a request, free of any web framework's types."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import HTTPConnection

_SIGN_IN_PATHS = ("/identity/session", "/identity/tokens", "/identity/tokens/refresh")


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """One request. `headers` is looked up with lower-case names; `address` is the client's."""

    method: str
    path: str
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    address: str | None = None

    @property
    def bearer(self) -> str | None:
        """The token of an `Authorization: Bearer` header (RFC 6750); other schemes are not ours."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else None

    @property
    def signs_in(self) -> bool:
        """Whether this asks for a new credential, so that an old one must not get in its way."""
        return self.method == "POST" and self.path.endswith(_SIGN_IN_PATHS)


def facts_of(connection: HTTPConnection) -> RequestFacts:
    """Read the facts of an HTTP request or a WebSocket handshake (which is a GET)."""
    return RequestFacts(
        method=connection.scope.get("method", "GET"),
        path=connection.scope["path"],
        headers=connection.headers,
        cookies=connection.cookies,
        address=None if connection.client is None else connection.client.host,
    )
