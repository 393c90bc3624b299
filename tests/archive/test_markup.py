import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.archive.markup import words_in


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>One</p><p>two</p>", ["One", "two"]),
        ("in<b>voi</b>ce", ["invoice"]),
        ("<td>a</td><td>b</td>", ["a", "b"]),
        ("<TR><TD>a<BR>b</TABLE>", ["a", "b"]),
        ("<script>never()</script><style>p{}</style>said", ["said"]),
        ("<p style='display:none'>hidden</p>", ["hidden"]),
        ("<html><head><title>No</title></head><body>&euro; 5</body>", ["€", "5"]),
        ("", []),
        ("<frameset><frame></frameset>", []),
    ],
)
def test_the_words_of_markup(markup, words):
    assert words_in(markup).split() == words


PIECES = """<p> </p> <b > <!-- --> <script> </script x \x00 <svg> &#0; <table> <td ' " <template>
</body> \ud800"""
pieces = st.sampled_from(PIECES.split())


@given(st.text(max_size=300) | st.lists(pieces, max_size=40).map("".join))
def test_any_markup_has_words(markup):
    assert isinstance(words_in(markup), str)


def test_hostile_markup_takes_no_time():
    started = time.perf_counter()
    for unit in ("<div>", "<b>", "<p", "<", "<table><tr><td>", "<script>", "&", "<!--"):
        words_in(unit * 200_000)
    assert time.perf_counter() - started < 10
