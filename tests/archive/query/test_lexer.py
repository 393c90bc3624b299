import time
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.archive.errors import QueryError
from bartizan.archive.query.lexer import LONGEST_QUERY, Kind, tokens_of


def _cut(query):
    return [(token.kind.name, token.text) for token in tokens_of(query)[:-1]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", []),
        ("two words", [("WORD", "two"), ("WORD", "words")]),
        ('"a phrase" x', [("PHRASE", "a phrase"), ("WORD", "x")]),
        ("“a phrase”", [("PHRASE", "a phrase")]),
        ("-a - b-c", [("NOT", "-"), ("WORD", "a"), ("WORD", "-"), ("WORD", "b-c")]),
        ("(a OR b)", [("OPEN", "("), ("WORD", "a"), ("OR", "OR"), ("WORD", "b"), ("CLOSE", ")")]),
        ("and AND NOT", [("WORD", "and"), ("AND", "AND"), ("NOT", "NOT")]),
        ("From:bob", [("FIELD", "from"), ("WORD", "bob")]),
        ('subject:"x y"', [("FIELD", "subject"), ("PHRASE", "x y")]),
        ("newer_than:7d", [("FIELD", "newer_than"), ("WORD", "7d")]),
        ("https://a.b/c", [("WORD", "https://a.b/c")]),
        ("12:30", [("WORD", "12:30")]),
        ("a:b:c", [("FIELD", "a"), ("FIELD", "b"), ("WORD", "c")]),
        ("sha256:ab", [("FIELD", "sha256"), ("WORD", "ab")]),
    ],
)
def test_tokens(query, expected):
    assert _cut(query) == expected


def test_positions_count_characters_from_one():
    assert [token.position for token in tokens_of('ab "c d" from:x')] == [1, 4, 10, 15, 16]


@pytest.mark.parametrize(
    ("query", "position"),
    [('say "hello', 5), ("x" * (LONGEST_QUERY + 1), LONGEST_QUERY), ("a " * 500, 401)],
)
def test_what_cannot_be_cut_is_refused_with_its_place(query, position):
    with pytest.raises(QueryError) as refused:
        tokens_of(query)
    assert refused.value.facts["position"] == position
    assert str(position) in refused.value.detail


@given(st.text(max_size=300))
def test_every_text_is_cut_or_refused(query):
    try:
        tokens = tokens_of(query)
    except QueryError:
        return
    assert tokens[-1].kind is Kind.END
    assert all(a.position < b.position for a, b in pairwise(tokens))


def test_the_longest_queries_are_cut_at_once():
    started = time.perf_counter()
    for unit in ("(", "a:", "-", 'x"y"', "é", " "):
        with suppress(QueryError):
            tokens_of((unit * LONGEST_QUERY)[:LONGEST_QUERY])
    assert time.perf_counter() - started < 0.5
