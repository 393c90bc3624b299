import hashlib

import pytest

from bartizan.storage.blobs.appender import Appender
from bartizan.storage.blobs.draft import Draft, Sheet
from bartizan.storage.blobs.index import Entry
from bartizan.storage.blobs.operations import Extend, Put
from bartizan.storage.blobs.record import Kind, Place, Record, encode_places
from bartizan.storage.blobs.scan import scan
from bartizan.storage.errors import BlobMissingError, RetentionError, StoreFullError

NOW = 1_000
MARKER = b"m" * 16


def put(data: bytes, until: int = 5_000) -> Put:
    return Put(hashlib.sha256(data).digest(), data, until)


@pytest.fixture
def draft(layout, index):
    return lambda room=1 << 20, now=NOW: Draft(layout, index, now=now, room=room)


@pytest.fixture
def stored(layout, index, draft):
    """Write what a draft planned."""
    appender = Appender(layout, index, pack_bytes=1 << 20)

    def write(*operations) -> Draft:
        made = draft()
        for operation in operations:
            made.plan(operation)
        appender.write(made.content, made.notes)
        return made

    yield write
    appender.close()


def test_a_sheet_reads_back_as_what_it_says(layout):
    sheet = Sheet()
    one = put(b"one")
    sheet.add(Record(Kind.DATA, 3, one.sha256, 7, 8), b"one")
    sheet.add(Record(Kind.RETAIN, 0, one.sha256, 9, 8))
    payload = encode_places([Place(b"p" * 16, 5)])
    sheet.add(Record(Kind.DELETE, len(payload), one.sha256, 9, 8), payload)
    pack = b"head" + sheet.encoded(MARKER)
    read = lambda offset, size: pack[offset : offset + size]  # noqa: E731
    assert list(scan(read, marker=MARKER, start=4, size=len(pack))) == sheet.found_from(4)


def test_new_bytes_need_one_record(draft):
    plan = draft()
    one = put(b"one")
    assert plan.plan(one) == Entry(one.sha256, 3, NOW, 5_000)
    assert plan.content.records == [(Record(Kind.DATA, 3, one.sha256, 5_000, NOW), b"one")]
    assert plan.notes.records == []


def test_the_same_bytes_in_one_batch_are_written_once(draft):
    plan = draft()
    plan.plan(put(b"one"))
    assert plan.plan(put(b"one", 6_000)).retain_until == 6_000
    assert plan.plan(put(b"one", 4_000)).retain_until == 6_000
    assert len(plan.content.records) == 1
    assert [record.retain_until for record, _ in plan.notes.records] == [6_000]


def test_stored_bytes_are_not_written_again(draft, stored):
    stored(put(b"one"))
    plan = draft(now=2_000)
    assert plan.plan(put(b"one")).stored_at == NOW
    assert plan.content.records == plan.notes.records == []


def test_a_damaged_copy_does_not_count_as_stored(layout, draft, stored, flip, index):
    stored(put(b"one two three"))
    (place,) = index.copies(put(b"one two three").sha256)
    flip(layout.blob_pack(place.pack), b"two")
    plan = draft()
    plan.plan(put(b"one two three"))
    assert len(plan.content.records) == 1


def test_an_extension_in_the_batch_of_its_blob_is_seen(draft):
    plan = draft()
    one = put(b"one")
    plan.plan(one)
    assert plan.plan(Extend(one.sha256, 9_000)).retain_until == 9_000
    assert isinstance(plan.plan(Extend(one.sha256, 8_000)), RetentionError)


def test_extending_to_the_same_date_writes_nothing(draft, stored):
    one = put(b"one")
    stored(one)
    plan = draft()
    assert plan.plan(Extend(one.sha256, one.retain_until)).retain_until == one.retain_until
    assert plan.notes.records == []


def test_what_is_not_there_cannot_be_extended(draft):
    assert isinstance(draft().plan(Extend(bytes(32), 9)), BlobMissingError)


def test_an_index_edited_downwards_does_not_let_a_date_be_undercut(draft, stored, index):
    one = put(b"one")
    stored(one, Extend(one.sha256, 9_000))
    index._connection.execute("UPDATE copies SET retain_until = 1")
    index._connection.execute("UPDATE dates SET retain_until = 1")
    assert isinstance(draft().plan(Extend(one.sha256, 8_999)), RetentionError)


def test_an_index_edited_upwards_does_not_swallow_an_extension(draft, stored, index):
    one = put(b"one")
    stored(one)
    index._connection.execute("UPDATE copies SET retain_until = 99999")
    plan = draft()
    plan.plan(put(b"one", 7_000))
    assert [record.retain_until for record, _ in plan.notes.records] == [7_000]


def test_room_is_shared_out_in_order_and_dates_need_none(draft, stored):
    stored(put(b"old"))
    plan = draft(room=250)
    assert isinstance(plan.plan(put(b"x" * 100)), Entry)
    assert isinstance(plan.plan(put(b"y" * 100)), StoreFullError)
    assert isinstance(plan.plan(put(b"old", 9_000)), Entry)
    assert len(plan.content.records) == 1
