"""Senders, and the lists people keep of them, as the API shows them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from bartizan.mail.evidence import Listed, Listing
from bartizan.mail.profiles import Profile
from bartizan.mail.repository import Row

_Pattern = Annotated[str, Field(min_length=1, max_length=320)]


class MailSeen(BaseModel):
    """Messages of one kind that came from an address, and what people decided about them."""

    messages: int
    first_seen: datetime
    last_seen: datetime
    released: int
    reported_phish: int
    reported_spam: int
    reported_ham: int


class InfrastructureShown(BaseModel):
    """Something an address's proved mail came through: a network, a DKIM or an SPF domain."""

    kind: str
    value: str
    messages: int
    first_seen: datetime
    last_seen: datetime


class SenderShown(BaseModel):
    """What is known of an address.

    `proved` is mail that authentication showed to come from its domain, `claimed` mail that only
    said so; `domain_seen` counts the domain's proved mail, `written_to` what our people wrote to
    the address.
    """

    address: str
    proved: MailSeen | None
    claimed: MailSeen | None
    domain_seen: int
    written_to: int
    infrastructure: list[InfrastructureShown]


class ListingShown(BaseModel):
    """A list entry that names a sender; an empty scope means everybody."""

    kind: Listed
    pattern: str
    scope: str


class KnownSender(SenderShown):
    """What is known of an address, and the list entries in force that name it."""

    lists: list[ListingShown]


class NewListEntry(BaseModel):
    """A sender to let in or keep out.

    `pattern` is an address, or a domain that covers its subdomains. `scope` is whom it counts for:
    a recipient's address, a domain of recipients, or everybody where it is empty.
    """

    kind: Listed
    pattern: _Pattern
    scope: Annotated[str, Field(max_length=320)] = ""
    reason: Annotated[str, Field(min_length=1, max_length=1000)]
    expires_at: AwareDatetime | None = None


class ListEntry(BaseModel):
    """An entry of the lists."""

    id: str
    kind: Listed
    pattern: str
    scope: str
    reason: str
    created_at: datetime
    created_by: str
    expires_at: datetime | None


def sender_shown(profile: Profile) -> SenderShown:
    """Render what is known of an address."""
    return SenderShown(
        address=profile.address,
        proved=_seen(profile.proved),
        claimed=_seen(profile.claimed),
        domain_seen=profile.domain_seen,
        written_to=profile.written_to,
        infrastructure=[_infrastructure(row) for row in profile.infrastructure],
    )


def known_sender(profile: Profile, named: Iterable[Listing]) -> KnownSender:
    """Render an address with the list entries that name it."""
    entries = [ListingShown(kind=one.kind, pattern=one.pattern, scope=one.scope) for one in named]
    return KnownSender(**sender_shown(profile).model_dump(), lists=entries)


def list_entry(row: Row) -> ListEntry:
    """Render an entry of the lists."""
    return ListEntry(**{name: row[name] for name in ListEntry.model_fields})


def _seen(row: Row | None) -> MailSeen | None:
    if row is None:
        return None
    return MailSeen(
        messages=row["messages"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        released=row["released"],
        reported_phish=row["phish"],
        reported_spam=row["spam"],
        reported_ham=row["ham"],
    )


def _infrastructure(row: Row) -> InfrastructureShown:
    return InfrastructureShown(**{name: row[name] for name in InfrastructureShown.model_fields})
