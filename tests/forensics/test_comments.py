from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.comments import split_comments


def test_nested_and_quoted():
    found = split_comments(r'a (one (two) \) three) "(no)" (four)b')
    assert found.text == 'a "(no)" b'
    assert found.comments == ("one (two) ) three", "four")
    assert [found.text[at:][:1] for at in found.positions] == ['"', "b"]


def test_an_unclosed_bracket_hides_nothing():
    assert split_comments("((( a@b (x)").text == " a@b "
    assert split_comments(") a").text == " a"


@given(st.text('()"\\ ab', max_size=60))
def test_no_bracket_is_left_outside_quotes(value):
    found = split_comments(value)
    assert len(found.comments) == len(found.positions)
    assert all(0 <= at <= len(found.text) for at in found.positions)
    if '"' not in value and "\\" not in value:
        assert "(" not in found.text
        assert ")" not in found.text
