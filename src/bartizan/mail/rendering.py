"""Turns what is stored about messages into what the API shows."""

from collections.abc import Sequence
from hashlib import sha256

from bartizan.forensics.encoded_words import read_unstructured
from bartizan.forensics.mime import Message
from bartizan.mail.decision_schemas import decision_shown
from bartizan.mail.decisions import Kind
from bartizan.mail.mailroom import Dossier, Listed
from bartizan.mail.models import QuarantineState
from bartizan.mail.repository import Row
from bartizan.mail.schemas import (
    DeliveryShown,
    EnvelopeShown,
    HeaderShown,
    HeldMessage,
    MessageShown,
    MessageSummary,
    PartShown,
    TimelineEntry,
    VerdictShown,
)
from bartizan.mail.sender_schemas import SenderShown, sender_shown

_LONGEST_VALUE = 10_000


def summaries(listed: Listed) -> list[MessageSummary]:
    """Render a page of messages."""
    return [_summary(row, listed.recipients[row["id"]]) for row in listed.rows]


def held_messages(listed: Listed) -> list[HeldMessage]:
    """Render a page of the quarantine."""
    return [
        HeldMessage(
            **_summary(row, listed.recipients[row["id"]]).model_dump(),
            held_at=row["held_at"],
            expires_at=row["expires_at"],
        )
        for row in listed.rows
    ]


def shown(dossier: Dossier) -> MessageShown:
    """Render one message in full."""
    message, verdict, held = dossier.message, dossier.verdict, dossier.held
    addresses = [row["address"] for row in dossier.recipients]
    waiting = held is not None and held["state"] == QuarantineState.HELD
    return MessageShown(
        **_summary(message, addresses).model_dump(),
        verdict=_verdict(dossier),
        defects=list(verdict.defects) if verdict else [],
        authentication=verdict.authentication if verdict else None,
        deliveries=[_delivery(row) for row in dossier.recipients],
        parts=_parts(dossier.content) if dossier.content else [],
        headers=_headers(dossier.content) if dossier.content else [],
        envelope=_envelope(message),
        timeline=timeline(dossier),
        expires_at=held["expires_at"] if held is not None and waiting else None,
        decisions=[decision_shown(row) for row in dossier.decisions],
        sender=_author(dossier),
    )


def timeline(dossier: Dossier) -> list[TimelineEntry]:
    """Tell what happened to a message, in order."""
    message = dossier.message
    count = len(dossier.recipients)
    told = [
        _entry(
            message["received_at"],
            "received",
            f"Accepted from {message['remote_address']} for {count} recipient(s).",
        ),
        *_judged(dossier),
        *_held(dossier.held),
        *(_tried(attempt) for attempt in dossier.attempts),
        *(_reported(row) for row in dossier.decisions if row["kind"] == Kind.REPORT),
    ]
    return sorted(told, key=lambda entry: entry.at)


def _judged(dossier: Dossier) -> list[TimelineEntry]:
    verdict, at = dossier.verdict, dossier.message["judged_at"]
    if verdict is None or at is None:
        return []
    sentence = f"Judged {verdict.disposition} with score {verdict.score} ({verdict.policy})."
    return [_entry(at, "judged", sentence)]


def _held(held: Row | None) -> list[TimelineEntry]:
    if held is None:
        return []
    found = [_entry(held["held_at"], "held", f"Held: {held['reason']}")]
    if held["state"] != QuarantineState.HELD:
        why = f": {held['resolution']}" if held["resolution"] else "."
        sentence = f"{str(held['state']).capitalize()}{why}"
        found.append(_entry(held["resolved_at"], held["state"], sentence, held["resolved_by"]))
    return found


def _tried(attempt: Row) -> TimelineEntry:
    if attempt["outcome"] is None:
        return _entry(attempt["started_at"], "delivering", f"Trying {attempt['next_hop']}.")
    sentence = f"{attempt['next_hop']}: {attempt['sentence']}"
    return _entry(attempt["finished_at"], attempt["outcome"], sentence)


def _reported(decision: Row) -> TimelineEntry:
    note = f": {decision['note']}" if decision["note"] else "."
    sentence = f"Reported as {decision['label']}{note}"
    return _entry(decision["decided_at"], "reported", sentence, decision["actor_name"])


def _author(dossier: Dossier) -> SenderShown | None:
    profile = dossier.profile
    return sender_shown(profile) if profile is not None and profile.is_known else None


def _entry(at: object, kind: str, sentence: str, actor: str | None = None) -> TimelineEntry:
    return TimelineEntry.model_validate(
        {"at": at, "kind": kind, "sentence": sentence, "actor": actor}
    )


def _summary(row: Row, addresses: Sequence[str]) -> MessageSummary:
    wanted = MessageSummary.model_fields.keys() - {"recipients"}
    return MessageSummary(**{name: row[name] for name in wanted}, recipients=list(addresses))


def _verdict(dossier: Dossier) -> VerdictShown | None:
    verdict = dossier.verdict
    if verdict is None:
        return None
    return VerdictShown(
        score=verdict.score,
        disposition=verdict.disposition,
        policy=verdict.policy,
        judged_at=dossier.message["judged_at"],
        milliseconds=verdict.milliseconds,
        suspected=verdict.suspected,
        reasons=sorted(verdict.reasons, key=lambda reason: -reason.weight),
        mitigations=list(verdict.mitigations),
        withheld=list(verdict.withheld),
        files=list(verdict.files),
    )


def _delivery(row: Row) -> DeliveryShown:
    return DeliveryShown(**{name: row[name] for name in DeliveryShown.model_fields})


def _envelope(message: Row) -> EnvelopeShown:
    return EnvelopeShown(
        sender=message["envelope_from"],
        remote_address=message["remote_address"],
        helo=message["helo"],
        tls=message["tls"],
        received_at=message["received_at"],
    )


def _parts(content: Message) -> list[PartShown]:
    found = []
    for part in content.parts:
        data = b"" if part.is_multipart else part.content()
        found.append(
            PartShown(
                index=part.index,
                parent=part.parent,
                content_type=part.content_type,
                file_name=part.file_name,
                disposition=part.disposition,
                size=len(data),
                sha256=sha256(data).hexdigest(),
            )
        )
    return found


def _headers(content: Message) -> list[HeaderShown]:
    return [
        HeaderShown(
            name=content.raw[field.start : field.value_start].split(b":")[0].decode("latin-1"),
            value=read_unstructured(field.value)[:_LONGEST_VALUE],
        )
        for field in content.fields
    ]
