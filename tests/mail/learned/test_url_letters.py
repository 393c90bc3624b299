from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.learned.url_letters import LENGTH, SYMBOLS, letters


def test_the_host_comes_first_whatever_stands_before_it():
    assert list(letters("https://www.a.test/x")) == list(letters("a.test/x"))
    assert list(letters("ab")[:3]) == [ord("a") - 31, ord("b") - 31, 0]


def test_a_link_without_encryption_is_another_link():
    assert list(letters("http://a.test")) != list(letters("https://a.test"))


@given(st.text(max_size=300))
def test_any_link_is_a_row_of_known_symbols(url):
    row = letters(url)
    assert len(row) == LENGTH
    assert all(0 <= one < SYMBOLS for one in row)
