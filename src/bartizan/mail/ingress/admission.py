"""Decides which senders and recipients we take mail for: pure judgement over settings."""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address

from bartizan.mail.ingress.reply import Reply, reply
from bartizan.mail.settings import GatewaySettings, Network

RELAY_DENIED = reply(550, "5.7.1", "We do not take mail for that domain")
NO_SUCH_RECIPIENT = reply(550, "5.1.1", "There is no such recipient here")
SENDER_REJECTED = reply(550, "5.7.1", "Mail from that sender is not taken here")
NETWORK_REJECTED = reply(550, "5.7.1", "Mail from your network is not taken here")


class Admission:
    """What the settings say about networks, senders and recipients."""

    def __init__(self, settings: GatewaySettings) -> None:
        self._domains = _lower(settings.domains)
        self._takes_any = settings.takes_any_domain
        self._recipients = _lower(settings.recipients)
        self._rejected = _lower(settings.reject_senders)
        self._networks = settings.reject_networks
        self._proxies = settings.proxy_networks

    def is_proxy(self, address: str) -> bool:
        """Tell whether a peer is a load balancer that must announce its client."""
        return _within(address, self._proxies)

    def sender(self, sender: str, address: str) -> Reply | None:
        """Return why mail from `sender` at `address` is refused, or `None`."""
        if _within(address, self._networks):
            return NETWORK_REJECTED
        lowered = sender.lower()
        domain = lowered.rpartition("@")[2]
        if lowered and not self._rejected.isdisjoint({lowered, domain, *_parents(domain)}):
            return SENDER_REJECTED
        return None

    def recipient(self, address: str) -> Reply | None:
        """Return why mail for `address` is refused, or `None`; postmaster is always welcome."""
        local, _, domain = address.lower().rpartition("@")
        if domain == "postmaster" and not local:
            return None
        if not self._takes_any and domain not in self._domains:
            return RELAY_DENIED
        if local == "postmaster" or not self._recipients:
            return None
        return None if address.lower() in self._recipients else NO_SUCH_RECIPIENT


def _lower(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


def _parents(domain: str) -> list[str]:
    """Return `.b.c`, `.c` and `.a.b.c` itself for `a.b.c`: the forms that mean "and below"."""
    labels = domain.split(".")
    return ["." + ".".join(labels[start:]) for start in range(len(labels))]


def _within(address: str, networks: Iterable[Network]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return any(parsed in network for network in networks)
