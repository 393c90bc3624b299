"""Who may be sent a report: the addresses a record names, if their owners agree (RFC 9990, 4).

Anybody can publish a record that names somebody else's address and then send much forged mail.
So an address outside the organisation counts only where its own domain says in DNS that it wants
the reports.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from bartizan.mail.authentication.dmarc.record import is_record, parse_record
from bartizan.mail.authentication.dmarc.walk import UnknownRecordError, walk_trees
from bartizan.mail.authentication.dns.questions import Evaluation, RecordType, ask
from bartizan.mail.authentication.domains import is_full, is_host, normalised

#: Destinations of one report that are served; the RFC leaves the limit to the sender.
MOST: Final = 5
_MAILTO = re.compile(
    r"mailto:([^!?]{3,400})(?:\?[^!]*)?(?:!([0-9]{1,12})([kmgt]?))?", re.IGNORECASE
)
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LONGEST_LOCAL = 64
_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}


@dataclass(frozen=True, slots=True)
class Destination:
    """An address that a record names, the domain it is in, and the most octets it takes."""

    address: str
    host: str
    limit: int | None = None

    def takes(self, size: int) -> bool:
        """Say whether a message of so many octets is small enough."""
        return self.limit is None or size <= self.limit


@dataclass(frozen=True, slots=True)
class Ruling:
    """The destinations that may be written to, and a sentence about each that may not."""

    allowed: tuple[Destination, ...]
    refused: tuple[str, ...] = ()


def read_destination(uri: str) -> Destination | None:
    """Return the address of a `mailto:` URI; `None` for all else that `rua` may hold."""
    match = _MAILTO.fullmatch(uri)
    if match is None:
        return None
    local, _, domain = unquote(match[1]).rpartition("@")
    host = normalised(domain)
    if len(local) > _LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        return None
    if not (is_full(host) and is_host(host)):
        return None
    limit = int(match[2]) * _UNITS[match[3].lower()] if match[2] else None
    return Destination(f"{local}@{host}", host, limit)


def rule(policy_domain: str, uris: Iterable[str], *, last: bool = False) -> Evaluation[Ruling]:
    """Decide which of the addresses in `rua` may be sent the reports about a domain.

    With `last`, what DNS gives no answer about is refused, so that it cannot keep the report from
    the others for ever.

    Raises:
        UnknownRecordError: DNS gave no answer just now that matters, and there is another time.
    """
    named = _readable(uris)
    allowed: list[Destination] = []
    refused = [] if named else ["the record names no mail address that can be read"]
    for destination in named:
        why = f"{destination.host} does not say that it wants these reports"
        try:
            agreed = yield from _permitted(policy_domain, destination)
        except UnknownRecordError as error:
            if not last:
                raise
            agreed, why = [], f"{destination.host} could not be asked: {error}"
        allowed += agreed
        if not agreed:
            refused.append(why)
    return Ruling(_unique(allowed)[:MOST], tuple(refused))


def _unique(destinations: Iterable[Destination]) -> tuple[Destination, ...]:
    found: dict[str, Destination] = {}
    for one in destinations:
        found.setdefault(one.address.lower(), one)
    return tuple(found.values())


def _readable(uris: Iterable[str]) -> list[Destination]:
    found = (read_destination(uri) for uri in uris)
    return [one for one in found if one is not None][:MOST]


def _permitted(policy_domain: str, destination: Destination) -> Evaluation[list[Destination]]:
    """Return where this destination may be written to: it is no outsider, or it agreed."""
    host = destination.host
    if host == policy_domain:
        return [destination]
    walks = yield from walk_trees([policy_domain, host])
    if walks[host].organisation == walks[policy_domain].organisation:
        return [destination]
    return (yield from _agreed(policy_domain, destination))


def _agreed(policy_domain: str, destination: Destination) -> Evaluation[list[Destination]]:
    """Return where an outside destination wants the reports; nowhere if it does not say so."""
    name = f"{policy_domain}._report._dmarc.{destination.host}"
    answer = yield from ask(name, RecordType.TXT)
    if answer.unknown:
        raise UnknownRecordError(f"{answer.why} about {name}")
    records = [parse_record(text) for text in answer.records if is_record(text)]
    if not records:
        return []
    instead = [uri for record in records for uri in record.reports_to]
    if not instead:
        return [destination]
    found = [read_destination(uri) for uri in instead]
    same = [one for one in found if one is not None and one.host == destination.host]
    # One that points elsewhere spoils the agreement: it could be a loop, or aimed at a third party.
    return same if len(same) == len(found) else []
