from datetime import UTC, datetime, timedelta

import pytest

from bartizan.archive.errors import QueryError
from bartizan.archive.public import Order, VerdictFacts
from bartizan.base.errors import InvalidError
from bartizan.base.paging import PageRequest, encode_cursor

START = datetime(2026, 1, 1, tzinfo=UTC)


async def _subjects(installation, query, **facts):
    found = await installation.archive.search(query, **facts)
    return [hit.message.subject for hit in found.hits]


@pytest.fixture
async def filled(installation):
    """Five messages, the later the higher their number, then indexed."""
    bodies = ["plain words", "an invoice", "two invoices", "the annual report", "annual big report"]
    for number, body in enumerate(bodies, 1):
        headers = {"Date": f"Thu, {number:02} Jan 2026 12:00:00 +0000"}
        if number == 2:
            headers |= {"From": "Zoë <zoe@accounts.example.net>", "Cc": "cleo@example.org"}
        digest = await installation.store(installation.letter(f"Letter {number}", body, **headers))

        at = START + timedelta(days=number)
        verdict = VerdictFacts("hold" if number == 5 else "deliver", number * 10)
        await installation.archive.ingest(digest, installation.seen(f"m{number}", at=at), verdict)
    await installation.index_all()
    return installation


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [5, 4, 3, 2, 1]),
        ("invoice", [2]),
        ("invoi*", [3, 2]),
        ("INVOICE OR report", [5, 4, 2]),
        ('"annual report"', [4]),
        ("annual report", [5, 4]),
        ("report -big", [4]),
        ("-report", [3, 2, 1]),
        ("from:zoë", [2]),
        ("from:accounts.example.net", [2]),
        ("from:alice@example.com", [5, 4, 3, 1]),
        ("to:bob", [5, 4, 3, 2, 1]),
        ("cc:cleo", [2]),
        ("subject:(1 OR 3)", [3, 1]),
        ("body:letter", []),
        ("is:held", [5]),
        ("score:>20", [5, 4, 3]),
        ("score:10..20", [2, 1]),
        ("on:2026-01-03", [3]),
        ("before:2026-01-03", [2, 1]),
        ("date:2026-01-02..2026-01-03", [3, 2]),
        ("larger:1mb", []),
        ("smaller:1mb after:2026-01-05", [5]),
        ("has:attachment", []),
    ],
)
async def test_queries_find_what_they_say(filled, query, numbers):
    assert await _subjects(filled, query) == [f"Letter {number}" for number in numbers]


async def test_exact_bytes_are_found_by_hash_and_message_id(installation):
    await installation.keep(installation.letter("Exact", Message_ID="<UPPER.lower@Example.com>"))
    await installation.keep(installation.letter("Other"))
    await installation.index_all()
    digest = (await installation.archive.search("exact")).hits[0].message.sha256
    assert await _subjects(installation, f"sha256:{digest}") == ["Exact"]
    assert await _subjects(installation, "message-id:<upper.LOWER@example.com>") == ["Exact"]


async def test_attachments_are_found(installation):
    raw = (
        b"Subject: With\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n"
        b"--a\r\n\r\nhi\r\n--a\r\n"
        b"Content-Disposition: attachment; filename=budget_2026.xlsx\r\n\r\nPK\r\n--a--\r\n"
    )
    await installation.keep(raw)
    await installation.keep(installation.letter("Without"))
    await installation.index_all()
    assert await _subjects(installation, "has:attachment") == ["With"]
    assert await _subjects(installation, "filename:budget_2026.xlsx") == ["With"]
    assert await _subjects(installation, "-has:attachment") == ["Without"]


async def test_hits_show_the_words_that_were_searched_for(filled):
    found = await filled.archive.search("invoice")
    assert [(part.text, part.marked) for part in found.hits[0].snippet] == [
        ("an ", False),
        ("invoice", True),
    ]
    assert found.explained == "Messages with the word “invoice” anywhere."


async def test_pages_and_cursors_show_everything_once(filled):
    pages = [await _subjects(filled, "", wanted=PageRequest(page, 2)) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    for order in Order:
        seen, cursor = [], None
        for _ in range(4):
            wanted = PageRequest(1, 2, cursor)
            found = await filled.archive.search("", wanted, order)
            assert found.total == 5
            seen += [hit.message.subject for hit in found.hits]
            cursor = encode_cursor(found.next_key) if found.next_key else cursor
        assert sorted(seen) == [f"Letter {number}" for number in range(1, 6)]


async def test_a_cursor_goes_on_while_new_messages_arrive_and_through_ties(installation):
    for number in range(6):
        await installation.keep(installation.letter(f"Tied {number}"))
    await installation.index_all()
    first = await installation.archive.search("", PageRequest(1, 4))
    await installation.keep(installation.letter("New"), at=START + timedelta(days=9))
    await installation.index_all()
    wanted = PageRequest(1, 4, encode_cursor(first.next_key))
    second = await installation.archive.search("", wanted)
    both = [hit.message.subject for hit in (*first.hits, *second.hits)]
    assert sorted(both) == [f"Tied {number}" for number in range(6)]


async def test_the_best_match_can_come_first(installation):
    await installation.keep(installation.letter("Budget budget", "budget"))
    await installation.keep(installation.letter("Other", "a budget among many other words " * 20))
    await installation.index_all()
    subjects = await _subjects(installation, "budget", order=Order.RELEVANCE)
    assert subjects[0] == "Budget budget"


async def test_what_is_not_indexed_yet_is_counted(installation):
    await installation.keep(installation.letter())
    found = await installation.archive.search("")
    assert (found.hits, found.index_lag) == ((), 1)


async def test_malformed_queries_and_foreign_cursors_are_refused(installation):
    with pytest.raises(QueryError):
        await installation.archive.search("(")
    for key in ("x", "newest:1", "relevance:1", "newest:a:b", "newest:1:" + "9" * 30, "newest:²:1"):
        with pytest.raises(InvalidError):
            await installation.archive.search("", PageRequest(1, 5, encode_cursor(key)))
