from datetime import UTC, datetime

import pytest

from bartizan.archive.query.explain import explain
from bartizan.archive.query.parser import parse

NOW = datetime(2026, 5, 20, 15, 30, tzinfo=UTC)


def _told(query):
    return explain(parse(query, NOW))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "All messages."),
        ("invoice", "Messages with the word “invoice” anywhere."),
        ("-invoice", "All messages but those with the word “invoice” anywhere."),
        ("score:>50", "Messages with a score of at least 51."),
        ("score:50", "Messages with a score of 50."),
        ("size:1kb..2kb", "Messages of 1,024 to 2,048 bytes."),
        ("smaller:1kb", "Messages of at most 1,023 bytes."),
        ("on:2026-01-31", "Messages dated on 2026-01-31."),
        ("date:2026-01", "Messages dated 2026-01-01 or later, but before 2026-02-01."),
        ("before:2026", "Messages dated before 2026-01-01."),
        ("newer_than:1h", "Messages dated 2026-05-20 14:30 UTC or later."),
        ("has:attachment", "Messages with an attachment."),
        ("message-id:a@b", "Messages with the Message-ID a@b."),
        (f"sha256:{'a' * 64}", f"Messages whose SHA-256 is {'a' * 64}."),
    ],
)
def test_a_query_is_told_in_a_sentence(query, sentence):
    assert _told(query) == sentence


def test_clauses_are_joined_as_they_were_read():
    assert _told('from:bob "annual report" -is:held') == (
        "Messages with the word “bob” in the sender and with the phrase “annual report” anywhere "
        "and not those that were held."
    )
    assert _told("a (subject:b OR invoi*)") == (
        "Messages with the word “a” anywhere and (with the word “b” in the subject or "
        "with a word that begins with “invoi” anywhere)."
    )
