import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.dkim.canonical import Canonicalisation
from bartizan.mail.authentication.dkim.signature import parse_signature
from bartizan.mail.authentication.fields import Field
from bartizan.mail.authentication.tags import TagError

TAGS = {
    "v": "1",
    "a": "rsa-sha256",
    "c": "relaxed/simple",
    "d": "Example.COM",
    "s": "sel",
    "h": "From : To",
    "bh": "aGVsbG8=",
    "b": "aGVs bG8=",
}


def parse(**changes):
    tags = {key: value for key, value in (TAGS | changes).items() if value is not None}
    value = "; ".join(f"{key}={text}" for key, text in tags.items())
    return parse_signature(Field("dkim-signature", f"DKIM-Signature: {value}".encode()))


def test_a_signature_as_data():
    found = parse(t="1", x="2", l="3")
    assert found.key_name == "sel._domainkey.example.com"
    assert found.names == ("from", "to")
    assert (found.signature, found.body_hash) == (b"hello", b"hello")
    assert (found.header_form, found.body_form) == (
        Canonicalisation.RELAXED,
        Canonicalisation.SIMPLE,
    )
    assert (found.length, found.signed_at, found.expires_at) == (3, 1, 2)
    assert found.identity_domain == "example.com"


def test_canonicalisation_defaults_to_simple():
    assert parse(c=None).header_form is Canonicalisation.SIMPLE
    assert parse(c="relaxed").body_form is Canonicalisation.SIMPLE


def test_the_identity_may_be_a_subdomain():
    assert parse(i="someone@mail.example.com").identity_domain == "mail.example.com"


@pytest.mark.parametrize(
    "changes",
    [
        {"v": "2"}, {"v": None}, {"a": None}, {"a": "rsa-md5"}, {"b": None}, {"b": "*"},
        {"bh": None}, {"c": "pancake/waffle"}, {"c": ""}, {"d": None}, {"d": "example..."},
        {"s": ""}, {"h": None}, {"h": "to:subject"}, {"i": "@other.example"},
        {"i": "@notexample.com"}, {"q": "http"}, {"l": "-1"}, {"t": "icecream"}, {"t": ""},
        {"t": "20", "x": "10"},
    ],
)  # fmt: skip
def test_broken_signatures_are_refused(changes):
    with pytest.raises(TagError):
        parse(**changes)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_signature_or_a_tag_error(raw):
    with pytest.raises(TagError):
        parse_signature(Field("dkim-signature", b"DKIM-Signature:" + raw))
