import json
from email.header import Header, decode_header, make_header
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.encoded_words import (
    decode_words,
    has_words,
    join_lines,
    read_unstructured,
    unfold,
)


@pytest.mark.data
def test_the_unstructured_suite(data: Path, field_value):
    for case in json.loads((data / "suites/mime/unstructured.json").read_text()):
        value = field_value(case["header"]).encode()
        assert read_unstructured(value) == case["expected"], case["header"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("V=?UTF-8?B?w6k=?=rifiez", "Vérifiez"),
        ("=?utf-8?B?w6k?=", "é"),
        ("=?utf-8?B?w6k==?=", "é"),
        ("=?utf-8?B?w?= =?utf-8?B?6k=?=", ""),
        ("=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=", "é"),
        ("=?utf-8?Q?=C3=A?=", None),
        ("=?no-such-charset?Q?=E9?=", "é"),
        ("=?utf-8*fr?Q?=C3=A9?=", "é"),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("a =?utf-8?Q?b?= c", "a b c"),
    ],
)
def test_words_as_clients_show_them(value, text):
    found = decode_words(value)
    if text:
        assert found == text
    else:
        assert "=?" not in found


def test_raw_bytes_are_utf_8_first_then_windows_1252():
    assert read_unstructured("Vérifié".encode()) == "Vérifié"
    assert read_unstructured("Vérifié".encode("latin-1")) == "Vérifié"


def test_unfolding_leaves_words_encoded():
    assert unfold(b" a\r\n\t=?utf-8?q?b?= \r\n c ") == "a =?utf-8?q?b?= c"
    assert join_lines("a\n \n b", "|") == "a|b"


def test_words_are_noticed():
    assert has_words("x =?a?q?b?=")
    assert not has_words("x =?a?q?b")


@given(st.text('=?utf8QBqb_ é\n\0"', max_size=80))
def test_anything_reads(value):
    assert isinstance(decode_words(value), str)
    read_unstructured(value.encode())


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "), max_size=60
)


@given(texts.map(lambda text: " ".join(text.split())), st.sampled_from(["utf-8", "iso-8859-1"]))
def test_the_standard_library_agrees_on_what_it_writes(text, charset):
    text = text.encode(charset, "ignore").decode(charset)
    text = " ".join(text.split())
    written = Header(text, charset, maxlinelen=75).encode()
    assert str(make_header(decode_header(written))) == text
    assert read_unstructured(written.encode()) == text
