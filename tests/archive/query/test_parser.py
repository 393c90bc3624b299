from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.archive.errors import QueryError
from bartizan.archive.query.explain import explain
from bartizan.archive.query.lexer import LONGEST_QUERY
from bartizan.archive.query.parser import DEEPEST, TEXT_FIELDS, parse
from bartizan.archive.query.snippets import pattern_of, snippet
from bartizan.archive.query.values import READERS
from bartizan.storage.search.query import AllOf, AnyOf, Exact, Not, Words

NOW = datetime(2026, 5, 20, 15, 30, tzinfo=UTC)
A, B, C = Words("a"), Words("b"), Words("c")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", AllOf(())),
        ("   ", AllOf(())),
        ("a", A),
        ("a b", AllOf((A, B))),
        ("a AND b", AllOf((A, B))),
        ("a OR b c", AnyOf((A, AllOf((B, C))))),
        ("(a OR b) c", AllOf((AnyOf((A, B)), C))),
        ("-a", Not(A)),
        ("NOT a", Not(A)),
        ("NOT NOT a", A),
        ("a -(b OR c)", AllOf((A, Not(AnyOf((B, C)))))),
        ('"a b"', Words("a b")),
        ("invoi*", Words("invoi", prefix=True)),
        ("from:bob", Words("bob", "from")),
        ("filename:x.pdf", Words("x.pdf", "attachment")),
        ("subject:(a OR -b)", AnyOf((Words("a", "subject"), Not(Words("b", "subject"))))),
        ("subject:(a from:b)", AllOf((Words("a", "subject"), Words("b", "from")))),
        ("-from:bob a", AllOf((Not(Words("bob", "from")), A))),
        ("has:attachment", Exact("has", "attachment")),
        ('"NOT"', Words("NOT")),
    ],
)
def test_queries_are_read(query, expected):
    assert parse(query, NOW) == expected


@pytest.mark.parametrize(
    ("query", "position", "says"),
    [
        ("(a", 1, "never closes"),
        ("a)", 2, "closes nothing"),
        ("a OR", 5, "ends where"),
        ("OR a", 1, "both sides"),
        ("a AND OR b", 7, "both sides"),
        ("()", 2, "missing before"),
        ("from:", 6, "needs a word"),
        ("score:", 7, "needs a value"),
        ("score:(1)", 7, "needs a value"),
        ("subjct:a", 1, "subject"),
        ("a*b", 2, "only end a word"),
        ("a*", 1, "2 letters"),
        ("!!!", 1, "no letter"),
        ('""', 1, "no letter"),
        ("a NOT", 6, "ends where"),
    ],
)
def test_a_malformed_query_is_refused_with_its_place(query, position, says):
    with pytest.raises(QueryError) as refused:
        parse(query, NOW)
    assert (refused.value.facts["position"], says in refused.value.detail) == (position, True)


def test_depth_is_bounded():
    parse("(" * DEEPEST + "a" + ")" * DEEPEST, NOW)
    with pytest.raises(QueryError, match="deep"):
        parse("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), NOW)
    with pytest.raises(QueryError):
        parse("subject:(" * 100, NOW)


def _read(query):
    """The tree, or None after checking that the refusal names a place in the query."""
    try:
        return parse(query, NOW)
    except QueryError as error:
        position = error.facts["position"]
    assert 1 <= position <= len(query) + 1
    return None


words = st.sampled_from(
    [*(f"{name}:" for name in (*TEXT_FIELDS, *READERS)), "AND", "OR", "NOT", "-", "(", ")", '"',
     "a", "b*", "*", ">5", "1..9", "2026-01", "7d", "held", "attachment", "1mb", "..", ":", " ",
     "9" * 30, "0000-00-00", "<x@y>", "é", "\x00", "\ud800"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=LONGEST_QUERY + 5), st.lists(words, max_size=60).map("".join)))
def test_any_text_is_read_or_refused_and_what_is_read_can_be_told(query):
    tree = _read(query)
    if tree is None:
        return
    assert explain(tree).startswith(("Messages ", "All messages"))
    assert snippet("some text of a message", pattern_of(tree))


@given(st.recursive(
    st.sampled_from([A, B, Words("x y", "subject"), Words("inv", prefix=True)]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda found: AllOf(tuple(found))),
        st.lists(inner, min_size=2, max_size=3).map(lambda found: AnyOf(tuple(found))),
        inner.filter(lambda found: not isinstance(found, Not)).map(Not),
    ),
    max_leaves=12,
))  # fmt: skip
def test_what_is_written_is_what_is_read(tree):
    assert parse(_written(tree), NOW) == tree


def _written(tree):
    match tree:
        case Words(text, field, prefix):
            shown = f'"{text}"' if " " in text else text + "*" * prefix
            return f"{field}:{shown}" if field else shown
        case Not(clause):
            return f"-({_written(clause)})"
        case AllOf(clauses):
            return "(" + " ".join(map(_written, clauses)) + ")"
        case AnyOf(clauses):
            return "(" + " OR ".join(map(_written, clauses)) + ")"
