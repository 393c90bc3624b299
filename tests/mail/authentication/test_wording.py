from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.wording import counted, shown


def test_strangers_cannot_break_a_line():
    assert shown("a\r\nb\x1b[31m") == "a??b?[31m"


def test_long_text_is_cut_with_an_ellipsis():
    assert shown("x" * 10, 5) == "xxxx…"
    assert shown("x" * 5, 5) == "xxxxx"


def test_numbers_carry_their_noun():
    assert counted(1, "byte") == "1 byte"
    assert counted(2400, "byte") == "2,400 bytes"


@given(st.text())
def test_shown_is_printable_and_short(text):
    found = shown(text, 20)
    assert found.isprintable()
    assert len(found) <= 20
