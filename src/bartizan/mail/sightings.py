"""What one judged message teaches about its sender, and about whom our people write to. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Final

from bartizan.forensics.addresses import Mailbox
from bartizan.mail.authentication.results import Authentication, Result
from bartizan.mail.evidence import proves
from bartizan.mail.likeness import name_key
from bartizan.mail.policies import covers
from bartizan.mail.summary import Summary
from bartizan.mail.verdict import Envelope

_LONGEST_ADDRESS, _LONGEST_DOMAIN = 320, 255
_SIGNATURES: Final = 5
_WRITTEN_TO: Final = 50
_IPV4_PREFIX, _IPV6_PREFIX = 24, 48


@dataclass(frozen=True, slots=True)
class Written:
    """Somebody our people wrote to; `name_key` is empty where they gave no name."""

    address: str
    name_key: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """One message of an address: when, whether it proved to be theirs, and what it came through.

    `infrastructure` holds pairs of kind and value, of proved mail only: what a forger used says
    nothing of the one whose name was forged. `written_to` is empty unless the author proved to be
    one of our people.
    """

    address: str
    domain: str
    proved: bool
    at: datetime
    infrastructure: tuple[tuple[str, str], ...] = ()
    written_to: tuple[Written, ...] = ()


def sighting(
    summary: Summary,
    envelope: Envelope,
    authentication: Authentication | None,
    *,
    at: datetime,
    ours: frozenset[str],
) -> Sighting | None:
    """Return what a message teaches; `None` where it names no author that can be remembered."""
    address = storable_address(summary.from_address)
    if address is None:
        return None
    domain = address.rpartition("@")[2]
    proved = summary.authors == 1 and proves(authentication)
    passed = authentication if proved else None
    return Sighting(
        address=address,
        domain=domain,
        proved=proved,
        at=at,
        infrastructure=tuple(_infrastructure(envelope, passed)) if passed else (),
        written_to=_written(summary, envelope, ours) if proved and is_ours(domain, ours) else (),
    )


def storable_address(address: str) -> str | None:
    """Return an address in lower case, if it is one and a table can hold it."""
    plain = address.lower().replace("\0", "").encode("utf-8", "replace").decode()
    local, _, domain = plain.rpartition("@")
    fits = len(plain) <= _LONGEST_ADDRESS and len(domain) <= _LONGEST_DOMAIN
    return plain if local and domain and fits else None


def network_of(remote_address: str) -> str | None:
    """Return the /24 or /48 an address is in: neighbours there usually have one operator."""
    try:
        address = ip_address(remote_address)
    except ValueError:
        return None
    prefix = _IPV4_PREFIX if address.version == 4 else _IPV6_PREFIX  # noqa: PLR2004 - IP versions
    return str(ip_network((address, prefix), strict=False))


def is_ours(domain: str, ours: frozenset[str]) -> bool:
    """Tell whether a domain is one of ours or below one."""
    return any(covers(own, domain) for own in ours)


def _infrastructure(
    envelope: Envelope, authentication: Authentication
) -> Iterator[tuple[str, str]]:
    network = network_of(envelope.remote_address)
    if network is not None:
        yield "network", network
    signed = (one.domain for one in authentication.dkim if one.result is Result.PASS)
    for domain in list(dict.fromkeys(signed))[:_SIGNATURES]:
        yield "dkim", _bounded(domain)
    if authentication.spf.result is Result.PASS and authentication.spf.domain:
        yield "spf", _bounded(authentication.spf.domain)


def _bounded(domain: str) -> str:
    return domain.lower()[:_LONGEST_DOMAIN].replace("\0", "").encode("utf-8", "replace").decode()


def _written(summary: Summary, envelope: Envelope, ours: frozenset[str]) -> tuple[Written, ...]:
    """Outsiders whom the message names or reaches: a copy for a colleague names the others too."""
    found: dict[str, str] = {}
    for address, name in _addressed(summary.addressed, envelope.recipients):
        plain = storable_address(address)
        if plain is not None and not is_ours(plain.rpartition("@")[2], ours):
            found[plain] = found.get(plain) or name_key(name)
    return tuple(Written(*one) for one in list(found.items())[:_WRITTEN_TO])


def _addressed(
    mailboxes: Sequence[Mailbox], recipients: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for mailbox in mailboxes:
        yield mailbox.address, mailbox.name
    for recipient in recipients[: 2 * _WRITTEN_TO]:
        yield recipient, ""
