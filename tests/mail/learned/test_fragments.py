import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.learned.fragments import LONGEST, SIZE, fragments, normalise


def shown(text):
    found = fragments(normalise(text))
    return {found.text[start:end] for start, end in zip(*found.places(), strict=True)}


def test_words_pairs_and_runs_are_fragments():
    found = shown("verify your mail")
    assert {"verify", "your", "mail", "verify your", "your mail", "veri", " your"} <= found
    assert "verify your mail" not in found


def test_what_is_particular_to_a_message_is_made_equal():
    one = normalise("Pay 12 to ann@a.test at https://a.test/x?y=1 now")
    other = normalise("Pay 98 to bob@b.test  at https://b.example/\nnow")
    assert one == other == " Pay 00 to @ at ^ now "


def test_the_same_fragment_has_one_number_wherever_it_stands():
    once, twice = fragments(" abcd "), fragments(" abcd  abcd ")
    assert set(once.numbers) < set(twice.numbers)
    assert len(set(twice.numbers)) == len(twice.numbers)
    assert shown("abcd abcd") >= {"abcd", " abcd", "abcd abcd"}


def test_a_long_text_is_cut():
    found = fragments(normalise("word " * 10_000))
    assert len(found.text) <= LONGEST + 2


def test_nothing_has_no_fragments():
    assert len(fragments(normalise("")).numbers) == 0


@given(st.text(max_size=300))
def test_any_text_is_numbered_within_the_table(text):
    found = fragments(normalise(text))
    assert found.numbers.dtype == np.int64
    assert all(0 <= number < SIZE for number in found.numbers)
    assert list(fragments(normalise(text)).numbers) == list(found.numbers)


@given(st.from_regex(re.compile(r"[a-z ]{5,60}", re.ASCII), fullmatch=True))
def test_numbers_follow_from_what_is_shown(text):
    found = fragments(normalise(text))
    again = fragments(normalise("zz " + text))
    inside = {
        found.text[start:end]: number
        for start, end, number in zip(*found.places(), found.numbers, strict=True)
    }
    words = {word for word in text.split() if len(word) != 4 and len(word) != 5}
    assert {inside[word] for word in words if word in inside} <= set(again.numbers)
