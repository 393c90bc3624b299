import sqlite3
from contextlib import closing

import pytest

from bartizan.storage.blobs.layout import packs_in
from bartizan.storage.blobs.verification import every_pack, flaws_in_index, flaws_in_pack

LETTERS = [f"letter number {number} of ten".encode() for number in range(10)]


@pytest.fixture
async def names(store, until):
    """Ten letters in one pack and an extension in another."""
    names = [(await store.put(data, retain_until=until)).sha256 for data in LETTERS]
    await store.extend(names[0], until.replace(year=2040))
    return names


@pytest.fixture
def flaws(layout, index):
    def found():
        packs = [flaw for path in every_pack(layout) for flaw in flaws_in_pack(path, index)]
        return packs + list(flaws_in_index(layout, index))

    return found


async def test_a_sound_store_has_none(names, flaws, layout):
    assert len(every_pack(layout)) == 2
    assert flaws() == []


async def test_a_flipped_bit_in_a_blob_is_named(names, flaws, layout, flip):
    (path,) = packs_in(layout.content)
    flip(path, LETTERS[4])
    (flaw,) = flaws()
    assert (flaw.sha256, flaw.pack) == (names[4], path.name)
    assert "hash" in flaw.sentence


async def test_a_flipped_bit_in_a_head_is_named_twice(names, flaws, layout, flip):
    (path,) = packs_in(layout.content)
    flip(path, bytes.fromhex(names[4]))
    gap, lost = flaws()
    assert (gap.sha256, gap.offset) == (None, lost.offset)
    assert str(80 + len(LETTERS[4])) in gap.sentence
    assert lost.sha256 == names[4]


async def test_a_damaged_note_is_named(names, flaws, layout, flip):
    (path,) = packs_in(layout.notes)
    flip(path, bytes.fromhex(names[0]))
    (flaw,) = flaws()
    assert (flaw.pack, flaw.offset) == (path.name, 48)


async def test_a_damaged_pack_head_is_named(names, flaws, layout, flip):
    flip(packs_in(layout.content)[0], b"BZPACK")
    (flaw,) = flaws()
    assert "head of the pack" in flaw.sentence


async def test_a_lost_pack_is_named_blob_by_blob(names, flaws, layout):
    packs_in(layout.content)[0].unlink()
    assert sorted(flaw.sha256 for flaw in flaws()) == sorted(names)


async def test_a_pack_nobody_can_read_is_named(names, flaws, layout):
    (path,) = packs_in(layout.content)
    path.write_bytes(bytes(path.stat().st_size))
    assert "head of the pack" in flaws()[0].sentence
    assert len(flaws()) == 1 + len(names)


async def test_a_blob_the_index_forgot_is_named(names, flaws, layout):
    with closing(sqlite3.connect(layout.index, isolation_level=None)) as vandal:
        vandal.execute("DELETE FROM copies WHERE sha256 = ?", (bytes.fromhex(names[7]),))
    (flaw,) = flaws()
    assert flaw.sha256 == names[7]
    assert "rebuild" in flaw.sentence


async def test_a_deletion_is_no_flaw(names, flaws, store, clock, until):
    clock.advance((until - clock.now()).total_seconds())
    await store.delete(names[3])
    await store.delete(names[9])
    assert flaws() == []


async def test_what_is_being_written_is_no_flaw(names, flaws, layout):
    with packs_in(layout.content)[0].open("ab") as file:
        file.write(b"half a record")
    assert flaws() == []
