from datetime import UTC, datetime

import pytest

from bartizan.archive.errors import QueryError
from bartizan.archive.query.parser import parse
from bartizan.storage.search.query import Between, Exact

NOW = datetime(2026, 5, 20, 15, 30, tzinfo=UTC)
KB, MB = 1 << 10, 1 << 20


def _day(*date):
    return datetime(*date, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("score:>50", Between("score", 51, None)),
        ("score:>=50", Between("score", 50, None)),
        ("score:<50", Between("score", None, 50)),
        ("score:<=50", Between("score", None, 51)),
        ("score:50", Between("score", 50, 51)),
        ("score:=50", Between("score", 50, 51)),
        ("score:10..20", Between("score", 10, 21)),
        ("score:10..", Between("score", 10, None)),
        ("score:..20", Between("score", None, 21)),
        ("size:1mb", Between("size", MB, None)),
        ("size:>1mb", Between("size", MB + 1, None)),
        ("size:1.5k..2kb", Between("size", 1536, 2 * KB + 1)),
        ("larger:500", Between("size", 501, None)),
        ("smaller:2gb", Between("size", None, 2 << 30)),
        ("size:>999999999999gb", Between("size", (1 << 60) + 1, None)),
        ("before:2026-01-31", Between("date", None, _day(2026, 1, 31))),
        ("after:2026-01-31", Between("date", _day(2026, 1, 31), None)),
        ("on:2026-01-31", Between("date", _day(2026, 1, 31), _day(2026, 2, 1))),
        ("on:2024-02", Between("date", _day(2024, 2, 1), _day(2024, 3, 1))),
        ("on:2024-12", Between("date", _day(2024, 12, 1), _day(2025, 1, 1))),
        ("date:2024", Between("date", _day(2024, 1, 1), _day(2025, 1, 1))),
        ("date:2026-01-01..2026-02-01", Between("date", _day(2026, 1, 1), _day(2026, 2, 2))),
        ("date:2026..", Between("date", _day(2026, 1, 1), None)),
        ("date:>=2026-02", Between("date", _day(2026, 2, 1), None)),
        ("date:>2026-02", Between("date", _day(2026, 3, 1), None)),
        ("on:today", Between("date", _day(2026, 5, 20), _day(2026, 5, 21))),
        ("date:yesterday..today", Between("date", _day(2026, 5, 19), _day(2026, 5, 21))),
        ("newer_than:7d", Between("date", _day(2026, 5, 13, 15, 30), None)),
        ("older_than:12h", Between("date", None, _day(2026, 5, 20, 3, 30))),
        ("newer_than:99999y", Between("date", _day(1970, 1, 1), None)),
        ("is:held", Exact("disposition", "hold")),
        ("disposition:Hold", Exact("disposition", "hold")),
        ("is:delivered", Exact("disposition", "deliver")),
        ("message-id:<A.b@c>", Exact("message_id", "a.b@c")),
        (f"sha256:{'Ab' * 32}", Exact("sha256", "ab" * 32)),
    ],
)
def test_values_are_read(query, expected):
    assert parse(query, NOW) == expected


@pytest.mark.parametrize(
    "query",
    [
        "score:high", "score:>", "score:..", "score:>>5", "score:1..x", "score:-5",
        "size:big", "larger:", "smaller:1tb", "size:..", "size:>",
        "on:2026-02-30", "on:tomorrow", "after:31.12.2025", "date:a..b", "date:0000", "on:9999-12",
        "newer_than:7", "newer_than:d", "older_than:1.5d",
        "is:spam", "has:link", "sha256:abc",
    ],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_refused_where_it_stands(query):
    with pytest.raises(QueryError) as refused:
        parse(f"x {query}", NOW)
    assert refused.value.facts["position"] >= 3
