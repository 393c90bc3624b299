from datetime import UTC, datetime, timedelta

import pytest

from bartizan.audit.entry import Outcome
from bartizan.audit.search import EntryFilter
from bartizan.base.actor import SYSTEM
from bartizan.base.errors import InvalidError
from bartizan.base.paging import PageRequest, encode_cursor

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def filled(ledger, entry, clock):
    """Six entries, one a minute."""
    for number, fields in enumerate([
        {"action": "mail:message:judge"},
        {"action": "mail:message:hold", "actor": SYSTEM},
        {"action": "mail:quarantine:release", "outcome": Outcome.DENIED},
        {"action": "archive:message:export"},
        {"action": "mai"},
        {"action": "mail:message:judge", "outcome": Outcome.FAILED},
    ]):  # fmt: skip
        await ledger.append([entry(number, **fields)])
        clock.advance(60)
    return ledger


async def test_filters_find_what_they_say(filled):
    for wanted, indices in [
        (EntryFilter(), [5, 4, 3, 2, 1, 0]),
        (EntryFilter(action="mail:message:judge"), [5, 0]),
        (EntryFilter(action="mail:"), [5, 2, 1, 0]),
        (EntryFilter(action="mai"), [5, 4, 2, 1, 0]),
        (EntryFilter(action="mail%"), []),
        (EntryFilter(action="MAIL"), []),
        (EntryFilter(actor="bartizan"), [1]),
        (EntryFilter(object="3"), [3]),
        (EntryFilter(outcome=Outcome.DENIED), [2]),
        (EntryFilter(after=START + timedelta(minutes=4)), [5, 4]),
        (EntryFilter(before=START + timedelta(minutes=1)), [0]),
        (EntryFilter(action="mail:", actor="anna", outcome=Outcome.DONE), [0]),
        (EntryFilter(object="' OR 1=1 --"), []),
    ]:
        found = await filled.find(wanted)
        assert [entry.index for entry in found.entries] == indices, wanted
        assert found.total == len(indices)


async def test_pages_and_cursors_cover_everything_once(filled, entry):
    first = await filled.find(EntryFilter(), PageRequest(page_size=4))
    second = await filled.find(EntryFilter(), PageRequest(page=2, page_size=4))
    assert [e.index for e in first.entries + second.entries] == [5, 4, 3, 2, 1, 0]
    await filled.append([entry("new")])
    after = PageRequest(page_size=4, cursor=encode_cursor("2"))
    found = await filled.find(EntryFilter(), after)
    assert ([e.index for e in found.entries], found.total) == ([1, 0], 7)


@pytest.mark.parametrize("key", ["x", "-1", "1" * 30, "\u0661", ""])
async def test_a_foreign_cursor_is_refused(sqlite_ledger, key):
    with pytest.raises(InvalidError, match="cursor"):
        await sqlite_ledger.find(EntryFilter(), PageRequest(cursor=encode_cursor(key)))


def test_what_no_entry_can_hold_is_refused():
    with pytest.raises(InvalidError, match="zone"):
        EntryFilter.read(None, None, None, None, (datetime(2026, 1, 1), None))  # noqa: DTZ001
    for text in ("a\0b", "\ud800"):
        with pytest.raises(InvalidError, match="character"):
            EntryFilter.read(text, None, None, None, (None, None))
    assert EntryFilter.read("a", "b", "c", None, (START, None)) == EntryFilter(
        action="a", actor="b", object="c", after=START
    )
