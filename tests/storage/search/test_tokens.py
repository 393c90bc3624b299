import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.storage.search.tokens import (
    LONGEST_KEYWORD,
    LONGEST_WORD,
    keyword_of,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" .,!? \n", []),
        ("Hello, World!", ["hello", "world"]),
        ("invoice_2026-01.pdf", ["invoice", "2026", "01", "pdf"]),
        ("Alice.B@Mail.Example.org", ["alice", "b", "mail", "example", "org"]),
        ("Größe ﬁnd MÜLLER tschüß", ["grösse", "find", "müller", "tschüss"]),
        ("e\u0301te\u0301 ÉTÉ", ["été", "été"]),
        ("ＡＢＣ１２ ｶﾞ", ["abc12", "ガ"]),
        ("新的iPhone手机壳。", ["新", "的", "iphone", "手", "机", "壳"]),
        ("買うコーヒー", ["買", "う", "コ", "ー", "ヒ", "ー"]),
        ("회의를 시작", ["회", "의", "를", "시", "작"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("Привет, МИР", ["привет", "мир"]),
        ("ا\u0654لف", ["ألف"]),
        ("pass\u200bwo\u00adrd \u202eevil", ["password", "evil"]),
        ("lone \ud83d surrogate", ["lone", "surrogate"]),
        ("price: 1,000.50 €", ["price", "1", "000", "50"]),
    ],
)
def test_texts_fall_into_words(text, words):
    assert words_of(text) == words


@given(st.text(), st.text(), st.sampled_from([" ", "\n", ", ", "@"]))
def test_texts_apart_have_words_apart(left, right, between):
    assert words_of(left + between + right) == words_of(left) + words_of(right)


@given(st.text())
def test_words_hold_no_spaces_and_are_bounded(text):
    for word in words_of(text):
        assert word
        assert not any(char.isspace() for char in word)
        assert len(word) <= LONGEST_WORD


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_case_does_not_matter(text):
    assert words_of(text.upper().lower()) == words_of(text.upper())


def test_of_a_long_word_the_beginning_counts():
    assert words_of("a" * 1000) == ["a" * LONGEST_WORD]
    assert words_of("é" * 1000) == ["é" * LONGEST_WORD]


HOSTILE = [
    "a" + "\u0315\u0300" * 100_000,
    "\u0315\u0300" * 100_000,
    "a\u0315\u0300" * 60_000,
    "\ufdfa" * 10_000,
    "手" * 200_000,
    "é_" * 100_000,
    "x" * 500_000 + "é",
    "\u200b" * 200_000 + "x",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_take_no_longer_than_others(text):
    started = time.monotonic()
    words_of(text)
    assert time.monotonic() - started < 10


@given(st.text(max_size=50))
def test_keywords_keep_everything_but_case(value):
    encodable = value.encode("utf-8", "replace").decode()
    assert keyword_of(value) == encodable.casefold()


def test_long_keywords_are_bounded_and_told_apart():
    one, two = keyword_of("K" * 10_000 + "1"), keyword_of("k" * 10_000 + "2")
    assert one != two
    assert len(one) == len(two) == LONGEST_KEYWORD + 65
    assert one.startswith("k" * LONGEST_KEYWORD)
    assert keyword_of("K" * 10_000) == keyword_of("k" * 10_000)
