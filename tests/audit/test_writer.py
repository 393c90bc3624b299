import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from bartizan.audit.errors import (
    EntryInvalidError,
    LedgerBrokenError,
)
from bartizan.audit.keys import load_or_create
from bartizan.audit.ledger import Ledger
from bartizan.audit.search import EntryFilter
from bartizan.audit.settings import AuditSettings
from bartizan.base.paging import PageRequest

CHILD = Path(__file__).with_name("appending_process.py")
EVERYTHING = PageRequest(page_size=200)


def child(database, key, tag, appends, size):
    url = database.engine.url.render_as_string(hide_password=False)
    arguments = [sys.executable, CHILD, url, key, tag, str(appends), str(size)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


async def objects(ledger):
    found = await ledger.find(EntryFilter(), EVERYTHING)
    return [entry.object for entry in reversed(found.entries)]


async def whole(ledger):
    found = await ledger.verify()
    assert found.ok, found.problem
    return found.entries


async def test_concurrent_callers_each_get_their_own_indices(ledger, entry):
    async def one(number):
        [index] = await ledger.append([entry(number)])
        return index, str(number)

    found = await asyncio.gather(*(one(number) for number in range(150)))
    stored = await objects(ledger)
    assert sorted(index for index, _ in found) == list(range(150))
    assert all(stored[index] == name for index, name in found)
    assert await whole(ledger) == 150


async def test_a_backlog_is_sealed_batch_by_batch(database, ledger, entry):
    async with database.transaction() as connection:
        await ledger.record_many(connection, [entry(number) for number in range(1000)])
    assert await ledger.seal() == 1000
    assert await whole(ledger) == 1000
    async with database.reading() as connection:
        sizes = await connection.exec_driver_sql("SELECT size FROM audit_checkpoints ORDER BY 1")
        assert [row[0] for row in sizes] == [400, 800, 1000]


async def test_two_sealing_ledgers_share_one_log(database, ledger, signer, clock, entry):
    other = Ledger(database, signer, clock)
    for number in range(10):
        await (ledger if number % 2 else other).append([entry(number)])
    await asyncio.gather(*(some.append([entry("x")]) for some in (ledger, other) * 10))
    assert await whole(ledger) == 30


async def test_processes_append_at_the_same_time(database, tmp_path, clock):
    key = tmp_path / "audit.key"
    signer = load_or_create(key, "bartizan/test")
    children = [child(database, key, tag, 15, 3) for tag in ("a", "b")]
    acknowledged = {}
    for process in children:
        output, _ = await asyncio.to_thread(process.communicate, timeout=60)
        assert process.returncode == 0
        for line in output.splitlines():
            index, name = line.split()
            acknowledged[int(index)] = name
    ledger = Ledger(database, signer, clock)
    assert await whole(ledger) == 90
    assert await objects(ledger) == [acknowledged[index] for index in range(90)]


async def test_what_was_acknowledged_survives_a_kill(database, tmp_path, clock):
    key = tmp_path / "audit.key"
    signer = load_or_create(key, "bartizan/test")
    for life in range(3):
        process = child(database, key, f"life{life}", 0, 20)
        lines = [await asyncio.to_thread(process.stdout.readline) for _ in range(60 + 7 * life)]
        process.kill()
        lines += (await asyncio.to_thread(process.communicate, timeout=60))[0].splitlines()
        ledger = Ledger(database, signer, clock)
        assert await whole(ledger) >= len(lines)
        complete = [line.split() for line in lines[:-1]]
        for index, name in complete:
            assert (await ledger.entry(int(index))).object == name
    assert await whole(ledger) % 20 == 0, "a batch is sealed whole or not at all"


async def test_a_refused_entry_stops_nobody_else(ledger, entry):
    too_much = entry(private={str(number): "x" for number in range(101)})
    found = await asyncio.gather(
        ledger.append([too_much]), ledger.append([entry()]), return_exceptions=True
    )
    assert isinstance(found[0], EntryInvalidError)
    assert found[1] == [0]


async def test_a_staged_body_that_was_altered_is_recorded_as_such(database, ledger, entry, sql):
    async with database.transaction() as connection:
        first = await ledger.record(connection, entry("a"))
        second = await ledger.record(connection, entry("b"))
        await ledger.record(connection, entry("c"))
    statement = "UPDATE audit_staged SET body = :body WHERE id = :id"
    await sql(database, statement, body=b"{}", id=first)
    await sql(
        database,
        "UPDATE audit_staged SET body = (SELECT body FROM audit_staged WHERE id = :other)"
        " WHERE id = :id",
        other=first, id=second,
    )  # fmt: skip
    assert await ledger.seal() == 3
    found = (await ledger.find(EntryFilter(action="audit:entry:unreadable"))).entries
    assert sorted(spoiled.object for spoiled in found) == sorted([first, second])
    assert await whole(ledger) == 3


async def test_a_broken_ledger_takes_no_more_and_loses_nothing(database, ledger, entry, sql):
    await ledger.append([entry(number) for number in range(3)])
    async with database.transaction() as connection:
        await ledger.record(connection, entry("later"))
    await sql(database, 'DELETE FROM audit_entries WHERE "index" = 2')
    for work in (ledger.append([entry()]), ledger.seal()):
        with pytest.raises(LedgerBrokenError):
            await work
    assert await ledger.staged() == 1


async def test_a_batch_is_no_larger_than_the_settings_say(database, signer, clock, entry):
    ledger = Ledger(database, signer, clock, AuditSettings(batch=10))
    assert await ledger.append([entry(number) for number in range(25)]) == list(range(25))
    async with database.reading() as connection:
        rows = await connection.exec_driver_sql("SELECT size FROM audit_checkpoints ORDER BY 1")
        assert [row[0] for row in rows] == [10, 20, 25]
