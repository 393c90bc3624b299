from datetime import UTC, datetime

from bartizan.archive.documents import FIELDS, NEWEST_BY, document
from bartizan.archive.query.parser import TEXT_FIELDS
from bartizan.archive.records import ArchivedMessage, Observation
from bartizan.storage.search.port import FieldKind

THEN = datetime(2026, 1, 2, tzinfo=UTC)


def _message(**facts):
    return ArchivedMessage(
        **{
            "id": "1", "sha256": "ab" * 32, "size": 10, "message_id": "A@b", "subject": "Hi",
            "from_address": "a@example.com", "from_name": "Al", "to": ["bob@example.org"],
            "cc": [], "date": None, "first_received_at": THEN, "attachments": [],
            "disposition": None, "score": None, "retain_until": THEN, "ledger_entry": None,
            "revision": 1, "indexed_at": None,
        } | facts
    )  # fmt: skip


def _seen(*recipients):
    return Observation("m1", THEN, "a@example.com", recipients)


def test_every_custodian_is_a_recipient_once():
    found = document(_message(), [_seen("Bob@example.org"), _seen("bcc@example.org")], "text")
    assert found.values["to"] == ["bob@example.org", "bcc@example.org"]


def test_a_message_without_a_date_is_dated_when_it_was_received():
    assert document(_message(), [], "").values["date"] == THEN
    dated = datetime(2025, 5, 5, tzinfo=UTC)
    values = document(_message(date=dated), [], "").values
    assert (values["date"], values[NEWEST_BY]) == (dated, THEN)


def test_what_is_not_known_is_left_out():
    values = document(_message(message_id=None), [], "").values
    assert not {"score", "disposition", "message_id"} & set(values)
    assert document(_message(score=0), [], "").values["score"] == 0


def test_attachments_can_be_asked_for():
    assert document(_message(attachments=["a.pdf"]), [], "").values["has"] == ["attachment"]
    assert document(_message(), [], "").values["has"] == []


def test_every_value_and_every_field_of_the_language_is_in_the_schema():
    names = {field.name for field in FIELDS}
    full = document(_message(score=1, disposition="hold"), [], "x")
    assert set(full.values) == names
    assert set(TEXT_FIELDS.values()) <= {f.name for f in FIELDS if f.kind is FieldKind.TEXT}
