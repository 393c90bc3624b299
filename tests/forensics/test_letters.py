import re

from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.letters import count_letters, find_words


@given(st.text())
def test_letters_are_those_that_unicode_calls_so(text):
    assert count_letters(text) == sum(map(str.isalpha, text))


def test_digits_and_signs_are_none():
    assert count_letters("R2-D2, «Été» 2024: 字") == 6


@given(st.text() | st.text(st.sampled_from("aé'&_-\u2019 \u00a0字0\x1c\ud800")))
def test_words_are_those_that_a_pattern_finds(text):
    assert find_words(text) == re.findall(r"[^\W_]+", text)
    assert find_words(text, "&'") == re.findall(r"(?:[^\W_]|[&'])+", text)
