"""A message as the search index sees it."""

from collections.abc import Sequence

from bartizan.archive.records import ArchivedMessage, Observation
from bartizan.storage.search.port import Document, FieldKind, SearchField, Value

#: By which field the newest hits come first.
NEWEST_BY = "received"

#: The index's schema; the query language's fields are among these.
FIELDS = (
    SearchField("from", FieldKind.TEXT, default=True),
    SearchField("to", FieldKind.TEXT, default=True),
    SearchField("cc", FieldKind.TEXT),
    SearchField("subject", FieldKind.TEXT, default=True),
    SearchField("body", FieldKind.TEXT, default=True),
    SearchField("attachment", FieldKind.TEXT, default=True),
    SearchField("has", FieldKind.KEYWORD),
    SearchField("disposition", FieldKind.KEYWORD),
    SearchField("message_id", FieldKind.KEYWORD),
    SearchField("sha256", FieldKind.KEYWORD),
    SearchField("score", FieldKind.INTEGER),
    SearchField("size", FieldKind.INTEGER),
    SearchField("date", FieldKind.INSTANT),
    SearchField(NEWEST_BY, FieldKind.INSTANT),
)


def document(message: ArchivedMessage, observed: Sequence[Observation], text: str) -> Document:
    """Return the document of a message; envelope recipients count among its recipients."""
    recipients = [address.lower() for seen in observed for address in seen.recipients]
    values: dict[str, Value | None] = {
        "from": [f"{message.from_name} {message.from_address}"],
        "to": list(dict.fromkeys([*message.to, *recipients])),
        "cc": message.cc,
        "subject": message.subject,
        "body": text,
        "attachment": message.attachments,
        "has": ["attachment"] if message.attachments else [],
        "disposition": message.disposition,
        "message_id": message.message_id.lower() if message.message_id else None,
        "sha256": message.sha256,
        "score": message.score,
        "size": message.size,
        "date": message.date or message.first_received_at,
        NEWEST_BY: message.first_received_at,
    }
    return Document(
        message.id, {name: value for name, value in values.items() if value is not None}
    )
