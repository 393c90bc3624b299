from datetime import UTC, datetime, timedelta

import pytest

from bartizan.storage.errors import SearchQueryError
from bartizan.storage.search.plan import (
    DEEPEST,
    EVERYTHING,
    LONGEST_PREFIX,
    MOST_CLAUSES,
    MOST_WORDS,
    NOTHING,
    Every,
    Phrase,
    Prefix,
    Range,
    Some,
    Term,
    Without,
    plan,
)
from bartizan.storage.search.query import AllOf, AnyOf, Between, Exact, Not, Words

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOW, HIGH = -(2**63), 2**63 - 1


@pytest.mark.parametrize(
    ("query", "step"),
    [
        (Words("Hi", "body"), Term("body", "hi")),
        (Words("Hi", "body", prefix=True), Prefix("body", "hi")),
        (Words("Hi you", "body"), Phrase("body", ("hi", "you"), prefix=False)),
        (Words("a@b", "body", prefix=True), Phrase("body", ("a", "b"), prefix=True)),
        (Words("Hi"), Some((Term("subject", "hi"), Term("body", "hi")))),
        (Words("?!", "body"), NOTHING),
        (Words("A b", "sender"), Term("sender", "a b")),
        (Words("A b", "sender", prefix=True), Prefix("sender", "a b")),
        (Words("", "sender", prefix=True), NOTHING),
        (Exact("sender", "A b"), Term("sender", "a b")),
        (Exact("sender", ""), Term("sender", "")),
        (Between("size", 3, 7), Range("size", 3, 6)),
        (Between("size", None, None), Range("size", LOW, HIGH)),
        (Between("size", 3, 3), NOTHING),
        (Between("size", 7, 3), NOTHING),
        (Between("size", 2**80, None), NOTHING),
        (Between("size", -(2**80), 2**80), Range("size", LOW, HIGH)),
        (Between("at", EPOCH, EPOCH + timedelta(seconds=1)), Range("at", 0, 999_999)),
        (AllOf(()), EVERYTHING),
        (AnyOf(()), NOTHING),
        (Not(AllOf((Exact("tags", "x"),))), Without(Every((Term("tags", "x"),)))),
    ],
)
def test_queries_become_steps(fields, query, step):
    assert plan(query, fields) == step


@pytest.mark.parametrize(
    "query",
    [
        Words("x", "colour"),
        Words("x", "size"),
        Words("x", "at"),
        Exact("body", "x"),
        Exact("size", "3"),
        Between("body", 1, 2),
        Between("size", EPOCH, None),
        Between("size", None, EPOCH),
        Between("at", 1, None),
        Between("at", None, EPOCH.replace(tzinfo=None)),
        Not(AnyOf((AllOf((Exact("colour", "red"),)),))),
        Words("w " * (MOST_WORDS + 1), "body"),
        Words("x" * (LONGEST_PREFIX + 1), "sender", prefix=True),
        AnyOf((Words("x"),) * MOST_CLAUSES),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(fields, query):
    with pytest.raises(SearchQueryError):
        plan(query, fields)


def nested(depth: int):
    query = Words("x")
    for _ in range(depth):
        query = Not(query)
    return query


def test_depth_is_bounded_however_deep_it_is(fields):
    assert plan(nested(DEEPEST - 1), fields)
    for depth in (DEEPEST, 100_000):
        with pytest.raises(SearchQueryError, match="inside one another"):
            plan(nested(depth), fields)


def test_shared_clauses_cannot_blow_a_query_up(fields):
    query = Words("x")
    for _ in range(40):
        query = AllOf((query, query))
    with pytest.raises(SearchQueryError, match="clauses"):
        plan(query, fields)
