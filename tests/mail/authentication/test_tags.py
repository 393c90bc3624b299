import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.tags import (
    TagError,
    decoded,
    items,
    number,
    parse_tags,
    required,
)


def test_white_space_around_names_and_values_is_ignored():
    assert parse_tags(" v = 1;\r\n\ta= rsa-sha256 ;") == {"v": "1", "a": "rsa-sha256"}


def test_names_keep_their_case():
    assert parse_tags("D=x;d=y") == {"D": "x", "d": "y"}


@pytest.mark.parametrize("text", ["a=1;;b=2", "a=1; ==; b=2", "a=1;a=2", "nothing", "1a=2", "é=1"])
def test_broken_lists_are_refused(text):
    with pytest.raises(TagError):
        parse_tags(text)


def test_long_lists_are_refused_unread():
    with pytest.raises(TagError, match="longer"):
        parse_tags("a=" + "x" * 1_000_000)


def test_required_means_there_and_not_empty():
    assert required({"a": "1"}, "a") == "1"
    for tags in ({}, {"a": ""}):
        with pytest.raises(TagError, match="a= is missing"):
            required(tags, "a")


def test_numbers():
    assert number({"t": "12345"}, "t") == 12345
    assert number({}, "t") is None
    for text in ("", "-1", "1 2", "icecream", "1" * 13, "\u0663"):
        with pytest.raises(TagError):
            number({"t": text}, "t")


def test_base64_may_be_folded_but_nothing_else():
    assert decoded("aGVs\r\n bG8=", "b") == b"hello"
    for text in ("", "a", "aGVsbG8", "****", "aGVs=bG8"):
        with pytest.raises(TagError):
            decoded(text, "b")


def test_items_between_colons():
    assert items("From : to:\r\n Date") == ("From", "to", "Date")


@given(st.text(max_size=200))
def test_any_text_gives_tags_or_a_tag_error(text):
    try:
        tags = parse_tags(text)
    except TagError:
        return
    assert all(value == value.strip(" \t\r\n") for value in tags.values())
