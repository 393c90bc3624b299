import hashlib
from contextlib import closing

import pytest

from bartizan.storage.blobs.layout import pack_path
from bartizan.storage.blobs.pack import Pack
from bartizan.storage.blobs.record import Kind, Place, Record, encode_record
from bartizan.storage.blobs.testimony import Notes, content, data_record, noted_date

BLOB = b"said and kept"
KEY = hashlib.sha256(BLOB).digest()
DATA = Record(Kind.DATA, len(BLOB), KEY, 100, 1)


@pytest.fixture
def pack(layout):
    with closing(Pack.create(layout.content)) as pack:
        pack.append(encode_record(DATA, pack.marker) + BLOB)
        yield pack


@pytest.fixture
def notes(layout):
    with closing(Pack.create(layout.notes)) as pack:
        yield pack


def note(pack: Pack, until: int, sha256: bytes = KEY) -> Place:
    record = Record(Kind.RETAIN, 0, sha256, until, 1)
    return Place(pack.id, pack.append(encode_record(record, pack.marker)))


def test_a_blobs_own_record_is_read(layout, pack):
    place = Place(pack.id, 48)
    assert data_record(layout, KEY, place) == DATA
    assert content(layout, KEY, place) == BLOB


@pytest.mark.parametrize("offset", [0, 47, 49, 10**9])
def test_a_wrong_place_says_nothing(layout, pack, offset):
    assert data_record(layout, KEY, Place(pack.id, offset)) is None
    assert content(layout, KEY, Place(pack.id, offset)) is None


def test_another_blob_or_pack_says_nothing(layout, pack, notes):
    assert data_record(layout, b"x" * 32, Place(pack.id, 48)) is None
    assert content(layout, KEY, Place(b"?" * 16, 48)) is None
    assert noted_date(layout, KEY, Place(b"?" * 16, 48)) is None


def test_a_noted_date_is_read_where_it_stands(layout, notes):
    place = note(notes, 300)
    assert noted_date(layout, KEY, place) == 300
    assert noted_date(layout, b"x" * 32, place) is None
    assert noted_date(layout, KEY, Place(notes.id, place.offset + 1)) is None


def test_the_notes_know_every_extension_as_they_grow(layout, notes):
    with closing(Notes(layout)) as known:
        known.refresh()
        assert known.date(KEY) is None
        note(notes, 300)
        note(notes, 200)
        known.refresh()
        assert known.date(KEY) == 300
        with closing(Pack.create(layout.notes)) as other:
            note(other, 400)
            note(other, 900, b"x" * 32)
        known.refresh()
        assert (known.date(KEY), known.date(b"x" * 32)) == (400, 900)


def test_a_note_being_written_is_read_once_it_is_whole(layout, notes):
    note(notes, 300)
    path = pack_path(layout.notes, notes.id)
    whole = encode_record(Record(Kind.RETAIN, 0, KEY, 700, 1), notes.marker)
    with closing(Notes(layout)) as known, path.open("ab") as file:
        file.write(whole[:50])
        file.flush()
        known.refresh()
        assert known.date(KEY) == 300
        file.write(whole[50:])
        file.flush()
        known.refresh()
        assert known.date(KEY) == 700


def test_damage_among_the_notes_hides_no_later_one(layout, notes):
    place = note(notes, 300)
    note(notes, 500)
    with pack_path(layout.notes, notes.id).open("r+b") as file:
        file.seek(place.offset)
        file.write(b"???")
    with closing(Notes(layout)) as known:
        known.refresh()
        assert known.date(KEY) == 500
