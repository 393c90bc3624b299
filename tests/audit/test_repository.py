import pytest

from bartizan.audit import repository
from bartizan.audit.canonical import prepare, stamp
from bartizan.audit.repository import EntryRow
from bartizan.audit.tiles import TileId


def row(place, **fields):
    given = {
        "place": place, "id": f"id-{place}", "time": place, "actor_id": "a", "action": "x:y:z",
        "object": f"o{place}", "outcome": "done", "canonical": b"c%d" % place, "leaf_hash": b"h",
    }  # fmt: skip
    return EntryRow(**(given | fields))


async def test_rows_come_back_as_they_went_in_however_many(database):
    rows = [row(place) for place in range(1153)]
    async with database.transaction() as connection:
        await repository.add_entries(connection, rows)
        assert await repository.entries_from(connection, 0, 2000) == rows
        assert await repository.entries_from(connection, 1150, 2) == rows[1150:1152]
        assert await repository.canonical_from(connection, 5, 7) == [(5, b"c5"), (6, b"c6")]
        assert (await repository.tip(connection)).entries == 1153
        assert await repository.index_of(connection, "id-77") == 77
        assert await repository.index_of(connection, "id-x") is None
        assert await repository.leaf_of(connection, 3) == b"h"
        wanted = [f"o{place}" for place in range(1000, 1400)]
        assert await repository.objects_of(connection, "x:y:z", wanted) == set(wanted[:153])
        assert await repository.objects_of(connection, "x:y", wanted) == set()


async def test_a_partial_tile_is_replaced_by_what_it_grows_to(database):
    tile, other = TileId(0, 1), TileId(1, 0)
    async with database.transaction() as connection:
        await repository.put_tiles(connection, {tile: b"a"})
        await repository.put_tiles(connection, {tile: b"ab", other: b"c"})
        assert await repository.read_tiles(connection, [tile, other, TileId(0, 0)]) == {
            tile: b"ab",
            other: b"c",
        }
        assert (await repository.extent(connection)).tiles == {0: 1, 1: 1}


async def test_staged_entries_are_taken_once_oldest_first(database, entry, clock):
    moment = stamp(clock.now())
    batch = [prepare(entry(number), f"id-{number}", moment) for number in (3, 1, 2)]
    async with database.transaction() as connection:
        await repository.stage(connection, batch)
        assert await repository.count_staged(connection) == 3
        first = await repository.take_staged(connection, 2)
        assert first == [("id-1", batch[1].body), ("id-2", batch[2].body)]
        assert await repository.take_staged(connection, 2) == [("id-3", batch[0].body)]
        assert await repository.take_staged(connection, 2) == []


async def test_private_fields_are_kept_until_they_are_destroyed(database, entry, clock):
    made = prepare(entry(private={"a": "1", "b": "2"}), "id-1", stamp(clock.now()))
    async with database.transaction() as connection:
        await repository.keep_private(connection, [made])
        rows = await repository.private_of(connection, ["id-1", "id-2"])
        assert sorted(tuple(field) for field in rows) == [("id-1", *f) for f in made.private]
        assert await repository.destroy_private(connection, "id-1") == 2
        assert await repository.private_of(connection, ["id-1"]) == []


async def test_checkpoints_are_found_by_size(database):
    async with database.transaction() as connection:
        assert await repository.tip(connection) == (0, "", 0)
        for size in (1, 5, 9):
            await repository.add_checkpoint(connection, size, f"note {size}")
        assert await repository.checkpoints_between(connection, 1, 9) == {5: "note 5", 9: "note 9"}
        assert (await repository.tip(connection))[:2] == (9, "note 9")
        assert (await repository.extent(connection)).first_checkpoint == 1


async def test_an_index_is_given_once(database):
    async with database.transaction() as connection:
        await repository.add_entries(connection, [row(0)])
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        async with database.transaction() as connection:
            await repository.add_entries(connection, [row(0, id="other")])
