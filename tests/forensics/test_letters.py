from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.letters import count_letters


@given(st.text())
def test_letters_are_those_that_unicode_calls_so(text):
    assert count_letters(text) == sum(map(str.isalpha, text))


def test_digits_and_signs_are_none():
    assert count_letters("R2-D2, «Été» 2024: 字") == 6
