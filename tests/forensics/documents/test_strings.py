from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.documents.strings import words_in


def test_runs_of_letters_are_words():
    assert words_in(b"\0\1narrow text\0ab\0\0" + "wide text".encode("utf-16-le")) == (
        "wide text\nnarrow text"
    )


@given(st.binary(max_size=500))
def test_never_longer_than_asked(content):
    assert len(words_in(content * 10, 50)) <= 50
