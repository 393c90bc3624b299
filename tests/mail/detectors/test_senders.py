import pytest

from bartizan.mail.detectors._senders import (
    addressees,
    is_random,
    recipients,
)
from bartizan.mail.evidence import Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.verdict import Envelope


def facts_of(header: str, envelope: Envelope | None = None):
    raw = header.strip().replace("\n", "\r\n").encode() + b"\r\n\r\nHello.\r\n"
    return gather(raw, envelope, None, Organisation())


@pytest.mark.parametrize(
    "word", ["uqfkxgpz", "mlhzzdwzpo", "v27dn9koo2zs", "a7ibk9slw4vqlk", "3f9a0c77be12"]
)
def test_words_thrown_together(word):
    assert is_random(word)


@pytest.mark.parametrize(
    "word", ["lovelace", "schwarzkopf", "newsletter", "catchphrase", "info2024", "123456789012", ""]
)
def test_words_of_people(word):
    assert not is_random(word)


def test_the_envelope_knows_the_recipients_better():
    header = "From: a@b.invalid\nTo: A@example.com\nCc: b@example.com"
    assert addressees(facts_of(header)) == {"a@example.com", "b@example.com"}
    assert len(recipients(facts_of(header))) == 2
    envelope = Envelope(
        mail_from="", recipients=("c@example.com",), remote_address="192.0.2.1", helo="x"
    )
    assert addressees(facts_of(header, envelope)) == {"c@example.com"}
