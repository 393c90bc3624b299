import asyncio

import pytest

from bartizan.audit.canonical import commitment
from bartizan.audit.errors import (
    EntryNotFoundError,
    VerificationRunningError,
)
from bartizan.audit.merkle import leaf_hash
from bartizan.audit.search import EntryFilter
from bartizan.audit.tiles import TileId, read_bundle
from bartizan.base.actor import SYSTEM
from bartizan.base.ids import is_id, new_id
from bartizan.base.paging import PageRequest

EVERYTHING = PageRequest(page_size=200)


async def objects(ledger):
    found = await ledger.find(EntryFilter(), EVERYTHING)
    return [entry.object for entry in reversed(found.entries)]


async def whole(ledger):
    found = await ledger.verify()
    assert found.ok, found.problem
    return found.entries


async def test_an_entry_reads_back_as_it_was_made(ledger, entry, clock):
    made = entry(
        "m\u00fcller", reason="asked for", request_id="r-1", details={"score": 7, "tags": ["a"]}
    )
    assert await ledger.append([made]) == [0]
    found = await ledger.entry(0)
    assert (found.actor.id, found.actor.kind, found.actor.name) == ("anna", "user", "Anna Example")
    assert (found.action, found.object, found.outcome) == (made.action, "m\u00fcller", "done")
    assert (found.reason, found.request_id) == ("asked for", "r-1")
    assert found.details == {"score": 7, "tags": ["a"]}
    assert found.time == clock.now()
    assert is_id(found.id)


async def test_indices_follow_the_order_of_appending(ledger, entry):
    assert await ledger.append([]) == []
    assert await ledger.append([entry("a"), entry("b")]) == [0, 1]
    assert await ledger.append([entry(n) for n in range(900)]) == list(range(2, 902))
    assert await whole(ledger) == 902


async def test_a_staged_entry_is_sealed_exactly_once(database, ledger, entry):
    async with database.transaction() as connection:
        identifiers = await ledger.record_many(connection, [entry("a"), entry("b")])
        identifiers.append(await ledger.record(connection, entry("c")))
    assert await ledger.staged() == 3
    assert await objects(ledger) == []
    assert sum(await asyncio.gather(*(ledger.seal() for _ in range(4)))) == 3
    assert await ledger.seal() == 0
    assert await objects(ledger) == ["a", "b", "c"]
    assert [await ledger.locate(name) for name in identifiers] == [0, 1, 2]
    assert await whole(ledger) == 3


async def test_an_entry_falls_with_its_transaction(database, ledger, entry):
    with pytest.raises(RuntimeError):
        async with database.transaction() as connection:
            await ledger.record(connection, entry())
            raise RuntimeError
    assert await ledger.staged() == 0


async def test_hostile_values_are_recorded_and_not_fatal(database, ledger, entry):
    hostile = entry(
        "a\0b\ud800" * 500, action="x" * 5000, reason="\0", details={"\0": "\ud800", "n": 2**200},
        private={"n\0": "v\0\udfff"},
    )  # fmt: skip
    await ledger.append([hostile, entry("after")])
    async with database.transaction() as connection:
        await ledger.record(connection, hostile)
    assert await ledger.seal() == 1
    assert await whole(ledger) == 3


async def test_private_fields_are_committed_to_and_can_be_shown(ledger, entry):
    await ledger.append([entry(private={"address": "anna@example.com"})])
    found = await ledger.entry(0)
    assert b"anna@example.com" not in found.canonical
    [field] = await ledger.private(found)
    assert (field.name, field.value) == ("address", "anna@example.com")
    assert found.commitments == {"address": commitment(field.salt, field.value)}


async def test_shredding_destroys_the_values_and_keeps_every_proof(database, ledger, entry, sql):
    async with database.transaction() as connection:
        identifier = await ledger.record(connection, entry(private={"a": "anna@example.com"}))
    before = await ledger.seal() and await ledger.prove(0)
    assert await ledger.shred(identifier, SYSTEM, "asked to be forgotten") == 1
    assert await sql(database, "SELECT * FROM audit_private") == []
    assert await whole(ledger) == 2
    after = await ledger.prove(0)
    assert after.entry == before.entry
    deed = await ledger.entry(1)
    assert (deed.action, deed.object, deed.reason) == (
        "audit:entry:shred", identifier, "asked to be forgotten",
    )  # fmt: skip
    assert await ledger.shred(identifier, SYSTEM, "again") == 0
    assert await whole(ledger) == 3


async def test_a_staged_entry_can_be_shredded(database, ledger, entry):
    async with database.transaction() as connection:
        identifier = await ledger.record(connection, entry(private={"a": "b"}))
    assert await ledger.shred(identifier, SYSTEM, "r") == 1
    assert await whole(ledger) == 2


async def test_shredding_what_does_not_exist_records_nothing(ledger):
    with pytest.raises(EntryNotFoundError):
        await ledger.shred(new_id(), SYSTEM, "r")
    assert await whole(ledger) == 0


async def test_shredded_values_leave_the_database_file(sqlite, tmp_path, sqlite_ledger, entry, sql):
    await sqlite_ledger.append([entry(private={"a": "very-private-value" * 20})])
    found = await sqlite_ledger.entry(0)
    await sql(sqlite, "PRAGMA user_version")
    assert b"very-private-value" in stored(tmp_path)
    await sqlite_ledger.shred(found.id, SYSTEM, "r")
    async with sqlite.engine.connect() as connection:
        raw = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await raw.exec_driver_sql("ROLLBACK")
        await raw.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"very-private-value" not in stored(tmp_path)


def stored(folder):
    return b"".join(path.read_bytes() for path in folder.glob("test.sqlite*"))


async def test_entries_are_located_by_id_and_index(ledger, entry):
    await ledger.append([entry()])
    found = await ledger.entry(0)
    assert await ledger.locate(found.id) == 0
    assert await ledger.locate("17") == 17
    for name in ("", "x", new_id(), "1" * 40, "\u0661", "' OR 1=1"):
        with pytest.raises(EntryNotFoundError):
            await ledger.locate(name)


async def test_tiles_and_entries_are_served_as_the_specification_says(ledger, entry):
    await ledger.append([entry(number) for number in range(300)])
    leaves = await ledger.tile(TileId(0, 0))
    bundle = read_bundle(await ledger.entry_bundle(0))
    assert len(bundle) == 256
    assert b"".join(map(leaf_hash, bundle)) == leaves
    last = read_bundle(await ledger.entry_bundle(1, 44))
    assert b"".join(map(leaf_hash, last)) == await ledger.tile(TileId(0, 1), 44)
    for work in (
        ledger.tile(TileId(0, 1), 45), ledger.tile(TileId(5, 0), 1), ledger.entry_bundle(1),
    ):  # fmt: skip
        with pytest.raises(EntryNotFoundError):
            await work


async def test_one_verification_at_a_time(ledger, entry):
    await ledger.append([entry()])
    found = await asyncio.gather(*(ledger.verify() for _ in range(2)), return_exceptions=True)
    assert found[0].ok
    assert isinstance(found[1], VerificationRunningError)
