"""Who asks for something, and from where: what the ledger wants to know of every change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from typing import Any

from bartizan.audit.public import Entry, Outcome
from bartizan.base.actor import ANONYMOUS, Actor

_USER_AGENT = 200
_ADDRESS = 64
_IPV6_SITE = 64


@dataclass(frozen=True, slots=True)
class Caller:
    """The actor behind a request and the request's traces."""

    actor: Actor = ANONYMOUS
    address: str | None = None
    user_agent: str | None = None
    request_id: str | None = None

    @property
    def shown_address(self) -> str | None:
        """The address, fit to be stored."""
        return _printable(self.address, _ADDRESS)

    @property
    def shown_agent(self) -> str | None:
        """What the client calls itself, fit to be stored."""
        return _printable(self.user_agent, _USER_AGENT)

    @property
    def network(self) -> str | None:
        """The address as far as one customer owns it: an IPv6 site is a /64 (RFC 6177)."""
        shown = self.shown_address
        if shown is None:
            return None
        try:
            address = ip_address(shown)
        except ValueError:
            return shown
        if isinstance(address, IPv6Address):
            if address.ipv4_mapped is not None:
                return str(address.ipv4_mapped)
            return f"{int(address) >> (128 - _IPV6_SITE):x}::/{_IPV6_SITE}"
        return str(address)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an identity, on its way into the ledger.

    `private` values (names, addresses) can later be shredded without breaking the ledger.
    """

    action: str
    object: str
    outcome: Outcome = Outcome.DONE
    reason: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, str] = field(default_factory=dict)

    def by(self, caller: Caller) -> Entry:
        """Return the ledger's entry for this event."""
        traces = {"address": caller.shown_address, "user_agent": caller.shown_agent}
        return Entry(
            actor=caller.actor,
            action=self.action,
            object=self.object,
            outcome=self.outcome,
            reason=self.reason,
            request_id=caller.request_id,
            details=self.details,
            private={
                **{name: value for name, value in traces.items() if value is not None},
                **self.private,
            },
        )


def _printable(text: str | None, length: int) -> str | None:
    """A header is an attacker's text: keep what prints, and not too much of it."""
    if text is None:
        return None
    return "".join(letter for letter in text[:length] if letter.isprintable()) or None
