import hashlib
from contextlib import closing

import pytest

from bartizan.storage.blobs.index import Index
from bartizan.storage.blobs.layout import draft_path, drafts_in, packs_in
from bartizan.storage.blobs.pack import Pack
from bartizan.storage.blobs.record import (
    RECORD_HEAD_SIZE,
    Kind,
    Place,
    Record,
    encode_places,
    encode_record,
)
from bartizan.storage.blobs.recovery import erase_content, rebuild, recover


def record(pack: Pack, payload: bytes, until: int = 100) -> bytes:
    head = Record(Kind.DATA, len(payload), hashlib.sha256(payload).digest(), until, 1)
    return encode_record(head, pack.marker) + payload


def key(payload: bytes) -> bytes:
    return hashlib.sha256(payload).digest()


@pytest.fixture
def pack(layout):
    """A pack whose process lives until the test closes it."""
    pack = Pack.create(layout.content)
    yield pack
    if pack.usable:
        pack.close()


def dies(pack: Pack) -> None:
    pack.close()
    pack.usable = False


def test_acknowledged_records_are_indexed(layout, index, pack):
    pack.append(record(pack, b"one") + record(pack, b"two"))
    dies(pack)
    recover(layout, index)
    assert {entry.sha256 for entry in index.entries(b"", 9)} == {key(b"one"), key(b"two")}
    assert index.indexed_to(pack.id) == pack.end


@pytest.mark.parametrize("tail", [b"\0", bytes(5000), b"junk" * 100, "half", "no payload"])
def test_a_torn_end_is_cut_and_nothing_before_it(layout, index, pack, tail):
    pack.append(record(pack, b"one"))
    end = pack.end
    torn = {"half": record(pack, b"torn" * 50)[:150], "no payload": record(pack, b"t" * 9)[:80]}
    path = layout.blob_pack(pack.id)
    with path.open("ab") as file:
        file.write(torn[tail] if isinstance(tail, str) else tail)
    dies(pack)
    recover(layout, index)
    assert path.stat().st_size == end
    assert index.copies(key(b"one")) == [Place(pack.id, 48)]


def test_a_last_record_without_its_hash_was_never_acknowledged(layout, index, pack):
    pack.append(record(pack, b"one"))
    end = pack.end
    pack.append(record(pack, b"two")[:-1] + b"?")
    dies(pack)
    recover(layout, index)
    assert layout.blob_pack(pack.id).stat().st_size == end
    assert index.copies(key(b"two")) == []


def test_damage_before_a_good_record_is_kept_and_known(layout, index, pack):
    pack.append(record(pack, b"rotten")[:-1] + b"?" + b"junk in between" + record(pack, b"good"))
    dies(pack)
    recover(layout, index)
    assert layout.blob_pack(pack.id).stat().st_size == pack.end
    assert index.copies(key(b"rotten")) == [Place(pack.id, 48)]
    assert len(index.copies(key(b"good"))) == 1


def test_a_pack_whose_process_lives_is_not_cut(layout, index, pack):
    pack.append(record(pack, b"one"))
    path = layout.blob_pack(pack.id)
    with path.open("ab") as file:
        file.write(record(pack, b"being written")[:90])
    size = path.stat().st_size
    recover(layout, index)
    assert path.stat().st_size == size
    assert index.copies(key(b"one"))
    assert index.indexed_to(pack.id) == pack.end


def test_only_what_is_new_is_read(layout, index, pack):
    pack.append(record(pack, b"one"))
    recover(layout, index)
    with layout.blob_pack(pack.id).open("r+b") as file:
        file.seek(48)
        file.write(b"XX")
    pack.append(record(pack, b"two"))
    recover(layout, index)
    assert len(index.entries(b"", 9)) == 2


def deleted(layout, pack, payload: bytes, offset: int) -> Pack:
    """Note a deletion whose process died right after the tombstone."""
    notes = Pack.create(layout.notes)
    places = encode_places([Place(pack.id, offset)])
    head = Record(Kind.DELETE, len(places), key(payload), 100, 200)
    notes.append(encode_record(head, notes.marker) + places)
    notes.close()
    return notes


def test_a_deletion_with_a_tombstone_is_finished(layout, index, pack):
    pack.append(record(pack, b"secret secret") + record(pack, b"other"))
    recover(layout, index)
    index.doom([(key(b"secret secret"), Place(pack.id, 48))])
    deleted(layout, pack, b"secret secret", 48)
    dies(pack)
    recover(layout, index)
    assert b"secret" not in layout.blob_pack(pack.id).read_bytes()
    assert b"other" in layout.blob_pack(pack.id).read_bytes()
    assert index.copies(key(b"secret secret")) == []
    assert len(index.copies(key(b"other"))) == 1


def test_a_deletion_without_a_tombstone_did_not_happen(layout, index, pack):
    pack.append(record(pack, b"spared"))
    recover(layout, index)
    index.doom([(key(b"spared"), Place(pack.id, 48))])
    recover(layout, index)
    assert index.copies(key(b"spared")) == [Place(pack.id, 48)]


def test_an_erased_end_is_not_a_torn_one(layout, index, pack):
    pack.append(record(pack, b"gone"))
    deleted(layout, pack, b"gone", 48)
    erase_content(layout, key(b"gone"), Place(pack.id, 48))
    dies(pack)
    recover(layout, index)
    assert layout.blob_pack(pack.id).stat().st_size == pack.end
    assert index.copies(key(b"gone")) == []


def test_erasing_needs_the_right_blob_at_the_place(layout, index, pack):
    pack.append(record(pack, b"innocent"))
    before = layout.blob_pack(pack.id).read_bytes()
    erase_content(layout, key(b"another"), Place(pack.id, 48))
    erase_content(layout, key(b"innocent"), Place(pack.id, 49))
    erase_content(layout, key(b"innocent"), Place(b"?" * 16, 48))
    assert layout.blob_pack(pack.id).read_bytes() == before
    erase_content(layout, key(b"innocent"), Place(pack.id, 48))
    after = layout.blob_pack(pack.id).read_bytes()
    assert after[: 48 + RECORD_HEAD_SIZE] == before[: 48 + RECORD_HEAD_SIZE]
    assert after[48 + RECORD_HEAD_SIZE :] == bytes(8)


def test_rebuilding_gives_the_same_index(layout, index, pack):
    pack.append(record(pack, b"one") + record(pack, b"gone") + record(pack, b"two", until=7))
    notes = Pack.create(layout.notes)
    later = Record(Kind.RETAIN, 0, key(b"two"), 500, 3)
    notes.append(encode_record(later, notes.marker))
    notes.close()
    deleted(layout, pack, b"gone", 48 + len(record(pack, b"one")))
    recover(layout, index)
    before = index.entries(b"", 9)
    assert [entry.retain_until for entry in before if entry.sha256 == key(b"two")] == [500]
    with closing(Index.open(layout.root / "other.sqlite")) as other:
        rebuild(layout, other)
        assert other.entries(b"", 9) == before
        assert other.indexed_to(pack.id) == index.indexed_to(pack.id)


def test_what_is_left_of_an_unfinished_pack_is_removed(layout, index):
    draft_path(layout.notes, b"d" * 16).write_bytes(b"half a head")
    recover(layout, index)
    assert drafts_in(layout.notes) == []


def test_a_pack_that_cannot_be_read_at_all_is_left_alone(layout, index):
    path = layout.blob_pack(b"u" * 16)
    path.write_bytes(b"nothing sensible" * 40)
    recover(layout, index)
    rebuild(layout, index)
    assert path.read_bytes() == b"nothing sensible" * 40
    assert packs_in(layout.content) == [path]
