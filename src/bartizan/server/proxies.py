"""Believes what a trusted proxy says of its client: address and scheme, nothing else."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

Network = IPv4Network | IPv6Network


class TrustedProxies:
    """ASGI middleware: takes the client from X-Forwarded-For where the peer is trusted."""

    def __init__(self, app: ASGIApp, networks: Sequence[Network]) -> None:
        """Wrap `app`; `networks` are the proxies' own."""
        self._app = app
        self._networks = tuple(networks)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] in ("http", "websocket") and self._networks and scope.get("client"):
            host, port = scope["client"]
            headers = Headers(scope=scope)
            client = self._client(host, headers.getlist("x-forwarded-for"))
            if client != host:
                scope = {**scope, "client": (client, port)}
        await self._app(scope, receive, send)

    def _client(self, peer: str, forwarded: Sequence[str]) -> str:
        """Return the last address that no trusted proxy wrote about itself."""
        chain = [hop.strip() for line in forwarded for hop in line.split(",")]
        current = peer
        while self._trusts(current) and chain:
            candidate = chain.pop()
            if _address(candidate) is None:
                break
            current = candidate
        return current

    def _trusts(self, host: str) -> bool:
        address = _address(host)
        return address is not None and any(address in network for network in self._networks)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
