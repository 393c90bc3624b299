"""What the archive is told and what it answers, as plain data."""

from dataclasses import dataclass
from datetime import datetime

from bartizan.archive.query.snippets import Fragment


@dataclass(frozen=True, slots=True)
class Observation:
    """What one delivery said about a message: its envelope.

    `source_id` is the id of the delivery where it was seen (the mail system's message id); the
    same one told again adds nothing. Every recipient is a custodian of the message.
    """

    source_id: str
    received_at: datetime
    envelope_from: str
    recipients: tuple[str, ...]
    remote_address: str | None = None
    helo: str | None = None


@dataclass(frozen=True, slots=True)
class VerdictFacts:
    """How the message was judged: deliver, tag, hold or reject, and the score from 0 to 100."""

    disposition: str | None = None
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message to archive: the hash of its bytes in the blob store, and what is known of it."""

    sha256: str
    observation: Observation
    verdict: VerdictFacts = VerdictFacts()


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """What a message says about itself; all text is safe to store, and bounded."""

    message_id: str | None = None
    subject: str = ""
    from_address: str = ""
    from_name: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    date: datetime | None = None
    attachments: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedMessage:
    """A row of the archive; `indexed_at` is `None` until search can find this revision of it."""

    id: str
    sha256: str
    size: int
    message_id: str | None
    subject: str
    from_address: str
    from_name: str
    to: list[str]
    cc: list[str]
    date: datetime | None
    first_received_at: datetime
    attachments: list[str]
    disposition: str | None
    score: int | None
    retain_until: datetime
    ledger_entry: str | None
    revision: int
    indexed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that was found, with the lines around what was searched for."""

    message: ArchivedMessage
    snippet: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits; `next_key` continues after the last of them."""

    hits: tuple[Hit, ...]
    total: int
    explained: str
    index_lag: int
    next_key: str | None


@dataclass(frozen=True, slots=True)
class Detail:
    """A message with everything the archive knows of it."""

    message: ArchivedMessage
    observations: tuple[Observation, ...]
    text: str
    ledger_index: int | None


@dataclass(frozen=True, slots=True)
class Completeness:
    """Whether the index shows exactly what is archived; up to 100 ids of each kind are named."""

    messages: int
    indexed: int
    missing: tuple[str, ...]
    missing_total: int
    superfluous: tuple[str, ...]
    superfluous_total: int

    @property
    def complete(self) -> bool:
        """Whether nothing is missing and nothing is left over."""
        return self.missing_total == self.superfluous_total == 0
