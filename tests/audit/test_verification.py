import pytest

from bartizan.audit.checkpoints import Checkpoint
from bartizan.audit.errors import NoteError
from bartizan.audit.ledger import Ledger
from bartizan.audit.merkle import EMPTY_ROOT, leaf_hash
from bartizan.audit.notes import Signer
from bartizan.audit.tiles import TileId
from bartizan.base.actor import SYSTEM

BYTES_OF = {
    "audit_entries": ["id", "actor_id", "action", "object", "outcome", "canonical", "leaf_hash"],
    "audit_tiles": ["hashes"],
    "audit_checkpoints": ["note"],
    "audit_private": ["entry_id", "name", "salt", "value"],
}
BLOBS = {"canonical", "leaf_hash", "hashes", "note", "salt"}
NUMBERS_OF = {
    "audit_entries": ["index", "time"],
    "audit_tiles": ["level", "place"],
    "audit_checkpoints": ["size"],
}


async def fill(ledger, entry):
    """310 entries in three batches; entry 5 has private fields."""
    private = {"address": "anna@example.com"}
    await ledger.append([entry(n, private=private if n == 5 else {}) for n in range(250)])
    await ledger.append([entry(250)])
    await ledger.append([entry(number) for number in range(251, 310)])
    return ledger


@pytest.fixture
async def filled(ledger, entry):
    return await fill(ledger, entry)


@pytest.fixture
async def filled_sqlite(sqlite_ledger, entry):
    return await fill(sqlite_ledger, entry)


async def problem(ledger, first_bad, **options):
    found = await ledger.verify(**options)
    assert not found.ok
    assert found.first_bad == first_bad, found.problem
    return found.problem


async def test_an_untouched_ledger_is_whole(filled):
    pages = []
    found = await filled.verify(progress=lambda done, total: pages.append((done, total)))
    assert (found.ok, found.entries, found.first_bad, found.problem) == (True, 310, None, None)
    assert pages == [(100, 310), (200, 310), (300, 310), (310, 310)]
    assert found.checkpoint == await filled.checkpoint()
    assert found.root_hash == (await filled.prove(0)).root_hash


async def test_an_empty_ledger_is_whole(ledger):
    found = await ledger.verify()
    assert (found.ok, found.entries, found.root_hash) == (True, 0, EMPTY_ROOT)


async def flips(connection, table, column):
    """Yield each row's key, the column's bytes, and those bytes with one of them flipped."""
    query = f'SELECT rowid, CAST("{column}" AS BLOB) FROM {table}'  # noqa: S608 - our own names
    for rowid, value in (await connection.exec_driver_sql(query)).all():
        for at in range(len(value)):
            yield rowid, value, value[:at] + bytes([value[at] ^ 1 << at % 8]) + value[at + 1 :]


async def test_any_flipped_byte_of_any_row_is_found(sqlite, sqlite_ledger, entry):
    await sqlite_ledger.append([entry(private={"p": "v"})])
    tried = 0
    for table, columns in BYTES_OF.items():
        for column in columns:
            kind = "BLOB" if column in BLOBS else "TEXT"
            update = f'UPDATE {table} SET "{column}" = CAST(? AS {kind}) WHERE rowid = ?'  # noqa: S608
            async with sqlite.reading() as connection:
                changes = [change async for change in flips(connection, table, column)]
            for rowid, before, after in changes:
                await write(sqlite, update, (after, rowid))
                found = await sqlite_ledger.verify()
                assert not found.ok, (table, column, before, after)
                assert found.first_bad == 0
                await write(sqlite, update, (before, rowid))
                tried += 1
    assert tried > 700
    assert (await sqlite_ledger.verify()).ok


async def write(database, statement, values):
    async with database.transaction() as connection:
        await connection.exec_driver_sql(statement, values)


@pytest.mark.parametrize(
    ("table", "column"), [(table, name) for table in NUMBERS_OF for name in NUMBERS_OF[table]]
)
@pytest.mark.parametrize("step", [1000, -1000])
async def test_any_altered_number_is_found(sqlite, filled_sqlite, sql, table, column, step):
    lowest = f'(SELECT min("{column}") FROM {table})'  # noqa: S608 - our own names
    await sql(
        sqlite,
        f'UPDATE {table} SET "{column}" = "{column}" + ({step}) WHERE "{column}" = {lowest}',  # noqa: S608
    )
    assert not (await filled_sqlite.verify()).ok


@pytest.mark.parametrize("index", [0, 99, 100, 255, 256, 309])
async def test_an_altered_entry_is_named(sqlite, filled_sqlite, sql, index):
    [(canonical,)] = await sql(
        sqlite, 'SELECT canonical FROM audit_entries WHERE "index" = :at', at=index
    )
    altered = bytes(canonical).replace(b"release", b"destroy")
    update = 'UPDATE audit_entries SET canonical = :new, leaf_hash = :leaf WHERE "index" = :at'
    await sql(sqlite, update, new=altered, leaf=leaf_hash(bytes(canonical)), at=index)
    assert "hash kept beside" in await problem(filled_sqlite, index)
    await sql(sqlite, update, new=altered, leaf=leaf_hash(altered), at=index)
    action = "UPDATE audit_entries SET action = 'mail:quarantine:destroy' WHERE \"index\" = :at"
    assert "columns" in await problem(filled_sqlite, index)
    await sql(sqlite, action, at=index)
    await problem(filled_sqlite, index)


async def test_a_replacement_that_fits_all_but_the_signature_is_named(
    database, filled, sql, clock, entry
):
    """Whoever rewrites chain and tiles too still lacks the key."""
    forged = Ledger(database, Signer.generate("bartizan/test"), clock)
    for table in ("audit_entries", "audit_tiles", "audit_checkpoints", "audit_private"):
        await sql(database, f"DELETE FROM {table}")  # noqa: S608 - our own names
    await forged.append([entry(number) for number in range(310)])
    assert (await forged.verify()).ok
    assert "not signed by the expected key" in await problem(filled, 309)


async def test_entries_that_changed_places_are_named(database, filled, sql):
    for old, new in ((7, -7), (8, 7), (-7, 8)):
        await sql(
            database, 'UPDATE audit_entries SET "index" = :new WHERE "index" = :old',
            old=old, new=new,
        )  # fmt: skip
    assert "sealed as entry 8" in await problem(filled, 7)


@pytest.mark.parametrize("first", [0, 57, 250, 309])
async def test_a_missing_tail_is_named(sqlite, filled_sqlite, sql, first):
    await sql(sqlite, 'DELETE FROM audit_entries WHERE "index" >= :first', first=first)
    assert "missing" in await problem(filled_sqlite, first)


async def test_a_hole_is_named(database, filled, sql):
    await sql(database, 'DELETE FROM audit_entries WHERE "index" = 123')
    assert "Entry 123 is missing" in await problem(filled, 123)


async def test_a_deleted_checkpoint_leaves_entries_nobody_signed(database, filled, sql):
    await sql(database, "DELETE FROM audit_checkpoints WHERE size = 310")
    assert "nobody signed" in await problem(filled, 251)
    await sql(database, "DELETE FROM audit_checkpoints")
    assert "nobody signed" in await problem(filled, 0)


@pytest.mark.parametrize("at", [0, 200, 255])
async def test_an_altered_tile_is_named_by_its_first_wrong_leaf(sqlite, filled_sqlite, sql, at):
    [(hashes,)] = await sql(sqlite, "SELECT hashes FROM audit_tiles WHERE level = 0 AND place = 0")
    spoiled = bytearray(hashes)
    spoiled[at * 32 + 5] ^= 4
    await sql(
        sqlite, "UPDATE audit_tiles SET hashes = :new WHERE level = 0 AND place = 0",
        new=bytes(spoiled),
    )  # fmt: skip
    assert "Tile 0 of level 0" in await problem(filled_sqlite, at)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_tiles WHERE level = 1",
        (
            "UPDATE audit_tiles SET hashes = (SELECT hashes FROM audit_tiles WHERE level = 0 AND"
            " place = 0) WHERE place = 1"
        ),
        (
            "INSERT INTO audit_tiles (level, place, hashes) SELECT 3, 0, hashes FROM audit_tiles"
            " WHERE level = 1"
        ),
        (
            "INSERT INTO audit_checkpoints (size, note) SELECT -1, note FROM audit_checkpoints"
            " WHERE size = 310"
        ),
        'UPDATE audit_entries SET "index" = 400 WHERE "index" = 309',
        (
            "INSERT INTO audit_entries SELECT -1, 'x', \"time\", actor_id, action, object, outcome,"
            ' canonical, leaf_hash FROM audit_entries WHERE "index" = 0'
        ),
        (
            "UPDATE audit_checkpoints SET note = (SELECT note FROM audit_checkpoints"
            " WHERE size = 250) WHERE size = 310"
        ),
        "UPDATE audit_private SET value = 'bob@example.com'",
        "INSERT INTO audit_private SELECT entry_id, 'more', salt, value FROM audit_private",
        "DELETE FROM audit_private",
    ],
)
async def test_other_damage_is_found(sqlite, filled_sqlite, sql, statement):
    await sql(sqlite, statement)
    assert not (await filled_sqlite.verify()).ok


async def test_private_fields_that_vanish_without_a_record_are_named(database, filled, sql):
    found = await filled.entry(5)
    await sql(database, "DELETE FROM audit_private")
    assert "shredding" in await problem(filled, 5)
    await filled.shred(found.id, SYSTEM, "recorded after all")
    assert (await filled.verify()).ok


async def test_a_checkpoint_kept_elsewhere_shows_a_ledger_set_back(
    database, filled, sql, entry, signer
):
    kept = await filled.checkpoint()
    assert (await filled.verify(since=kept)).ok
    await filled.append([entry("more")])
    assert (await filled.verify(since=kept)).ok
    later = await filled.checkpoint()
    await sql(database, 'DELETE FROM audit_entries WHERE "index" = 310')
    await sql(database, "DELETE FROM audit_checkpoints WHERE size = 311")
    tile = await filled.tile(TileId(0, 1), 54)
    await sql(
        database, "UPDATE audit_tiles SET hashes = :old WHERE level = 0 AND place = 1", old=tile
    )
    restored = await filled.verify()
    assert restored.ok, "set back to an earlier state, the ledger looks whole by itself"
    assert "set back" in await problem(filled, 310, since=later)
    rewritten = Checkpoint(signer.name, 100, bytes(32)).sign(signer)
    assert "rewritten" in await problem(filled, 99, since=rewritten)


async def test_a_kept_checkpoint_of_somebody_else_is_refused(filled):
    stranger = Signer.generate("bartizan/test")
    note = Checkpoint("bartizan/test", 1, bytes(32)).sign(stranger)
    for since in (note, "", "x" * 100_000):
        with pytest.raises(NoteError):
            await filled.verify(since=since)


@pytest.mark.parametrize(
    ("column", "value"),
    [("canonical", "'text'"), ("time", "'soon'"), ("object", "CAST(x'fffe' AS TEXT)")],
)
async def test_a_value_the_database_cannot_even_read_is_named(
    sqlite, sqlite_ledger, entry, sql, column, value
):
    await sqlite_ledger.append([entry(number) for number in range(150)])
    await sql(sqlite, f'UPDATE audit_entries SET "{column}" = {value} WHERE "index" = 120')  # noqa: S608
    await problem(sqlite_ledger, 120)
