import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.dmarc.author import NoAuthorError, author_domain
from bartizan.mail.authentication.domains import is_full
from bartizan.mail.authentication.fields import read_message
from bartizan.mail.authentication.results import Result


def author(*fields):
    return author_domain(read_message(b"".join(b"From: " + x + b"\r\n" for x in fields) + b"\r\n"))


@pytest.mark.parametrize(
    "field",
    [
        b"a@example.com",
        b"Joe <joe@Example.COM>",
        b'"evil@other.example" <a@example.com>',
        b"a@example.com, b@EXAMPLE.com",
        b"Smith, John <a@example.com>",
        b"=?utf-8?q?a=40other=2Eexample?= <a@example.com>",
        b"(comment <x@other.example>) a@example.com",
        b"Joe\r\n <a@example.com>",
    ],
)
def test_the_domain_that_the_reader_sees(field):
    assert author(field) == "example.com"


@pytest.mark.parametrize(
    ("fields", "result", "words"),
    [
        ((), Result.PERMERROR, "no From field"),
        ((b"a@example.com", b"a@example.com"), Result.PERMERROR, "2 From fields"),
        ((b"",), Result.PERMERROR, "no address"),
        ((b"a@example.com, b@other.example",), Result.NONE, "example.com, other.example"),
        ((b"(" * 900_000,), Result.PERMERROR, "longer than"),
        ((b"a@localhost",), Result.PERMERROR, "“localhost”"),
        ((b"a@exa mple..com",), Result.PERMERROR, "not a domain name"),
    ],
)
def test_who_has_no_one_domain(fields, result, words):
    with pytest.raises(NoAuthorError, match=words) as caught:
        author(*fields)
    assert caught.value.result is result


@given(st.binary(max_size=200))
def test_any_field_has_a_domain_or_none(raw):
    with contextlib.suppress(NoAuthorError):
        assert is_full(author(raw.replace(b"\n", b"").replace(b"\r", b"")))
