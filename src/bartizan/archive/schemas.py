"""What the archive's routes answer."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from bartizan.archive.public import Completeness, Detail, Hit
from bartizan.audit.public import InclusionProof, Outcome
from bartizan.base.actor import ActorKind
from bartizan.base.paging import Page


class _Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class SnippetPart(_Answer):
    """A run of the message's text; `marked` if it is what was searched for."""

    text: str
    marked: bool


class MessageItem(_Answer):
    """An archived message in a list."""

    id: str
    sha256: str
    subject: str
    from_address: str
    from_name: str
    to: list[str]
    date: datetime | None
    received_at: datetime
    size: int
    disposition: str | None
    attachments: list[str]
    snippet: list[SnippetPart]

    @classmethod
    def of(cls, hit: Hit) -> "MessageItem":
        """Show a hit."""
        return cls(**_columns(hit))


class SearchPage(Page[MessageItem]):
    """A page of hits; `explained` says how the query was read, `index_lag` what is to come."""

    explained: str
    index_lag: int


class ObservationItem(_Answer):
    """What one delivery said about the message; `message_id` is that delivery's id."""

    received_at: datetime
    envelope_from: str
    recipients: list[str]
    remote_address: str | None
    helo: str | None
    message_id: str


class MessageDetail(MessageItem):
    """An archived message with everything known of it."""

    cc: list[str]
    message_id: str | None
    score: int | None
    observations: list[ObservationItem]
    retain_until: datetime
    ledger_index: int | None
    text: str

    @classmethod
    def of_detail(cls, detail: Detail) -> "MessageDetail":
        """Show a message."""
        message = detail.message
        observations = [
            ObservationItem(
                received_at=seen.received_at,
                envelope_from=seen.envelope_from,
                recipients=list(seen.recipients),
                remote_address=seen.remote_address,
                helo=seen.helo,
                message_id=seen.source_id,
            )
            for seen in detail.observations
        ]
        return cls(
            **_columns(Hit(message, ())),
            cc=message.cc,
            message_id=message.message_id,
            score=message.score,
            observations=observations,
            retain_until=message.retain_until,
            ledger_index=detail.ledger_index,
            text=detail.text,
        )


class ProofActor(_Answer):
    """Who archived it."""

    id: str
    kind: ActorKind
    name: str


class ProofEntry(_Answer):
    """The ledger's entry that tells of the message."""

    index: int
    time: datetime
    actor: ProofActor
    action: str
    object: str
    outcome: Outcome
    reason: str | None
    request_id: str | None
    details: dict[str, Any]
    leaf_hash: str


class ProofAnswer(BaseModel):
    """The proof that a message was archived: C2SP tlog-proof text, checked with our public key."""

    entry: ProofEntry
    index: int
    proof: str
    checkpoint: str

    @classmethod
    def of(cls, proof: InclusionProof) -> "ProofAnswer":
        """Show a proof; its text carries the entry's canonical bytes."""
        sealed = proof.entry
        entry = ProofEntry(
            index=sealed.index,
            time=sealed.time,
            actor=ProofActor.model_validate(sealed.actor),
            action=sealed.action,
            object=sealed.object,
            outcome=sealed.outcome,
            reason=sealed.reason,
            request_id=sealed.request_id,
            details=dict(sealed.details),
            leaf_hash=sealed.leaf_hash.hex(),
        )
        return cls(entry=entry, index=proof.index, proof=proof.text, checkpoint=proof.checkpoint)


class CompletenessAnswer(_Answer):
    """Whether search shows exactly what is archived; up to 100 ids of each kind."""

    messages: int
    indexed: int
    missing: list[str]
    missing_total: int
    superfluous: list[str]
    superfluous_total: int
    complete: bool

    @classmethod
    def of(cls, found: Completeness) -> "CompletenessAnswer":
        """Show a comparison."""
        return cls.model_validate(found)


def _columns(hit: Hit) -> dict[str, Any]:
    message = hit.message
    return {
        "id": message.id,
        "sha256": message.sha256,
        "subject": message.subject,
        "from_address": message.from_address,
        "from_name": message.from_name,
        "to": message.to,
        "date": message.date,
        "received_at": message.first_received_at,
        "size": message.size,
        "disposition": message.disposition,
        "attachments": message.attachments,
        "snippet": [SnippetPart(text=part.text, marked=part.marked) for part in hit.snippet],
    }
