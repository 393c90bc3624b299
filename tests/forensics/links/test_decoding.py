import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.links.decoding import (
    carried_address,
    looks_like_web,
    parameters,
    read_base64,
)


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("https://a.test/", "https://a.test/"),
        ("https%3A%2F%2Fa.test%2F", "https://a.test/"),
        ("https%253A%252F%252Fa.test", "https://a.test"),
        ("//a.test/x", "//a.test/x"),
        ("aHR0cHM6Ly9hLnRlc3Qv", "https://a.test/"),
        ("a1aHR0cHM6Ly9ldmlsLnRlc3QvYQ", "https://evil.test/a"),
        ("aHR0cHMlM0ElMkYlMkZhLnRlc3Q=", "https://a.test"),
        ("//a%252etest:00443/x%20y", "//a.test:00443/x y"),
        ("https://a.test/x%20y", "https://a.test/x%20y"),
        ("shoes", None),
        ("", None),
        ("%", None),
        ("%25%25%25", None),
    ],
)
def test_addresses_inside_values(value, address):
    assert carried_address(value) == address


def test_what_begins_like_a_page():
    assert looks_like_web("HTTPS://a.test")
    assert looks_like_web("\\\\a.test")
    assert not looks_like_web("/a/b")
    assert not looks_like_web("mailto:x")


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=6))
def test_base64_comes_back(text):
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        told = encode(text.encode()).decode()
        assert read_base64(told.rstrip("=")) == (text if text.isprintable() else None)


@given(st.text())
def test_never_raises(text):
    carried_address(text)
    read_base64(text)
    assert len(parameters(text)) <= 100


def test_parameters():
    assert parameters("a=1&b&c=d=e;f=2") == [("a", "1"), ("b", ""), ("c", "d=e"), ("f", "2")]
    assert parameters("") == []
    assert len(parameters("a&" * 10_000)) == 100
