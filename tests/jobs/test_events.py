from datetime import UTC, datetime, timedelta

import pytest

from bartizan.jobs.events import (
    Event,
    append,
    events_after,
    first_sequence,
    last_sequence,
    matches,
    prune,
)

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def _event(number):
    at = NEW_YEAR + timedelta(days=number)
    return Event(number, f"id-{number}", "mail.message.judged", f"m{number}", {"n": number}, at)


@pytest.mark.parametrize(
    ("pattern", "topic", "expected"),
    [
        ("mail.message.judged", "mail.message.judged", True),
        ("mail.message.*", "mail.message.judged", True),
        ("mail.*", "mail.message.judged", True),
        ("*", "mail.message.judged", True),
        ("*.message.*", "archive.message.archived", True),
        ("mail.message.*", "mail.message", False),
        ("mail.*.judged", "mail.message.held", False),
        ("mail.*.judged", "mail.a.b.judged", False),
        ("mail", "mail.message", False),
    ],
)
def test_patterns(pattern, topic, expected):
    assert matches(pattern, topic) is expected


async def test_events_come_back_in_order_and_whole(database):
    async with database.transaction() as connection:
        await append(connection, [_event(2), _event(1), _event(3)])
    async with database.reading() as connection:
        assert await events_after(connection, 1, 10) == [_event(2), _event(3)]
        assert await events_after(connection, 0, 1) == [_event(1)]
        assert (await first_sequence(connection), await last_sequence(connection)) == (1, 3)


async def test_an_empty_stream_begins_at_nought(database):
    async with database.reading() as connection:
        assert await events_after(connection, 0, 10) == []
        assert (await first_sequence(connection), await last_sequence(connection)) == (0, 0)


async def test_pruning_keeps_the_latest_so_that_counting_goes_on(database):
    async with database.transaction() as connection:
        await append(connection, [_event(number) for number in range(1, 6)])
        assert await prune(connection, NEW_YEAR + timedelta(days=3)) == 2
        assert await prune(connection, NEW_YEAR + timedelta(days=400)) == 2
        assert (await first_sequence(connection), await last_sequence(connection)) == (5, 5)
