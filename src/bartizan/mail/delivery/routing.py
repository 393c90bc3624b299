"""Where mail for a domain goes next."""

from dataclasses import dataclass

from typing_extensions import override

from bartizan.mail.settings import DeliverySettings

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


def hop_for(address: str, settings: DeliverySettings) -> Hop:
    """Return the next hop of a recipient: its domain's route, or the general one."""
    domain = address.rpartition("@")[2].lower()
    return read_hop(settings.routes.get(domain, settings.next_hop))
