"""The address of a mail server behind us."""

from dataclasses import dataclass

from typing_extensions import override

_SMTP = 25


@dataclass(frozen=True, slots=True)
class Hop:
    """The address of a next hop."""

    host: str
    port: int

    @override
    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def read_hop(text: str) -> Hop:
    """Read `host`, `host:port` or `[IPv6]:port`.

    Raises:
        ValueError: the port is no number.
    """
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        return Hop(host, int(rest.removeprefix(":") or _SMTP))
    host, _, port = text.partition(":")
    return Hop(host, int(port or _SMTP))
