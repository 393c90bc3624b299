"""Mail as the API shows it."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from bartizan.mail.authentication.results import Authentication
from bartizan.mail.decision_schemas import DecisionShown
from bartizan.mail.models import Label, MessageState, RecipientState
from bartizan.mail.quarantine import Ending
from bartizan.mail.sender_schemas import SenderShown
from bartizan.mail.verdict import DefectSeen, Disposition, FileSeen, Mitigation, Suspicion

MAX_BULK = 200
Identifier = Annotated[str, Field(min_length=36, max_length=36, description="A message's id.")]


class MessageSummary(BaseModel):
    """One line of a list."""

    id: str
    sha256: str
    received_at: datetime
    envelope_from: str
    from_name: str
    from_address: str
    subject: str
    recipients: list[str]
    size: int
    score: int | None
    disposition: Disposition | None
    state: MessageState
    top_reason: str | None
    attachments: int
    label: Label | None = Field(description="What people made of it; `null`: nobody said.")


class HeldMessage(MessageSummary):
    """A message in quarantine."""

    held_at: datetime
    expires_at: datetime


class VerdictShown(BaseModel):
    """A verdict; reasons come with the weightiest first.

    `suspected` is what the reasons alone come to; `mitigations` lowered it to the score.
    """

    score: int
    suspected: int | None
    disposition: Disposition
    policy: str
    judged_at: datetime
    milliseconds: float
    reasons: list[Suspicion]
    mitigations: list[Mitigation]
    withheld: list[str] = Field(description="Recipients who block the sender.")
    files: list[FileSeen] = Field(description="Attachments and what was found inside them.")


class DeliveryShown(BaseModel):
    """Where a message stands for one recipient."""

    address: str
    state: RecipientState
    attempts: int
    response: str | None
    next_attempt_at: datetime | None


class PartShown(BaseModel):
    """One MIME part; size and hash are of the decoded content."""

    index: int
    parent: int
    content_type: str
    file_name: str | None
    disposition: str | None
    size: int
    sha256: str


class HeaderShown(BaseModel):
    """One header field, decoded."""

    name: str
    value: str


class EnvelopeShown(BaseModel):
    """What the SMTP session said."""

    sender: str = Field(serialization_alias="from")
    remote_address: str
    helo: str
    tls: bool
    received_at: datetime


class TimelineEntry(BaseModel):
    """Something that happened to the message."""

    at: datetime
    kind: str
    sentence: str
    actor: str | None


class MessageShown(MessageSummary):
    """One message in full."""

    verdict: VerdictShown | None
    defects: list[DefectSeen]
    authentication: Authentication | None
    deliveries: list[DeliveryShown]
    parts: list[PartShown]
    headers: list[HeaderShown]
    envelope: EnvelopeShown
    timeline: list[TimelineEntry]
    expires_at: datetime | None
    decisions: list[DecisionShown]
    sender: SenderShown | None


class TextShown(BaseModel):
    """The text a client would show."""

    text: str


class Bulk(BaseModel):
    """Messages to resolve, and why."""

    ids: Annotated[list[Identifier], Field(min_length=1, max_length=MAX_BULK)]
    reason: Annotated[str, Field(min_length=1, max_length=1000)]


class BulkResult(BaseModel):
    """What came of one message."""

    id: str
    outcome: Ending
    detail: str


class BulkResults(BaseModel):
    """What came of each message, in the order they were named."""

    results: list[BulkResult]


class HourShown(BaseModel):
    """What came in within one hour, and how much of it was stopped."""

    at: datetime
    received: int
    held: int


class ReasonCount(BaseModel):
    """How often a detector was the first reason of a verdict."""

    id: str
    title: str
    count: int


class OverviewShown(BaseModel):
    """The figures of the last hours."""

    since: datetime
    received: int
    delivered: int
    held: int
    tagged: int
    rejected: int
    bounced: int
    deferred: int
    waiting: int
    held_now: int
    by_hour: list[HourShown]
    top_reasons: list[ReasonCount]
    median_milliseconds: float | None
