import hashlib
from contextlib import closing

import pytest

from bartizan.storage.blobs.appender import Appender
from bartizan.storage.blobs.draft import Sheet
from bartizan.storage.blobs.layout import packs_in
from bartizan.storage.blobs.record import Kind, Place, Record
from bartizan.storage.errors import BlobStoreAwayError

KEY = hashlib.sha256(b"blob").digest()


@pytest.fixture
def appender(layout, index):
    with closing(Appender(layout, index, pack_bytes=1 << 20)) as appender:
        yield appender


def content(data: bytes = b"blob") -> Sheet:
    sheet = Sheet()
    sheet.add(Record(Kind.DATA, len(data), hashlib.sha256(data).digest(), 10, 1), data)
    return sheet


def notes(until: int = 20) -> Sheet:
    sheet = Sheet()
    sheet.add(Record(Kind.RETAIN, 0, KEY, until, 1))
    return sheet


def test_both_sheets_are_written_and_indexed(appender, index, layout):
    appender.write(content(), notes())
    assert index.entry(KEY).retain_until == 20
    assert len(packs_in(layout.content)) == len(packs_in(layout.notes)) == 1


def test_an_empty_sheet_opens_no_pack(appender, layout):
    appender.write(content(), Sheet())
    assert packs_in(layout.notes) == []


def test_what_the_index_refused_is_indexed_with_the_next(appender, index):
    index._connection.execute("ALTER TABLE copies RENAME TO away")
    with pytest.raises(BlobStoreAwayError):
        appender.write(content(), Sheet())
    index._connection.execute("ALTER TABLE away RENAME TO copies")
    appender.write(content(b"next"), Sheet())
    assert index.copies(KEY)
    assert len(index.entries(b"", 9)) == 2


def test_what_reached_the_disk_before_it_refused_is_indexed_with_the_next(appender, index, layout):
    layout.notes.rmdir()
    with pytest.raises(FileNotFoundError):
        appender.write(content(), notes())
    assert index.copies(KEY) == []
    appender.write(content(b"next"), Sheet())
    assert index.copies(KEY) != []


def test_a_note_is_indexed_only_when_told(appender, index):
    appender.write(content(), Sheet())
    stretch = appender.note(notes(30))
    assert index.date(KEY) is None
    appender.index(stretch)
    assert index.date(KEY) == (30, Place(stretch.pack, 48))


def test_a_pack_left_unindexed_is_not_written_again(appender, index, layout):
    stretch = appender.note(notes(30))
    appender.leave_unindexed()
    appender.write(Sheet(), notes(40))
    assert index.indexed_to(stretch.pack) == 0
    assert index.date(KEY)[1].pack != stretch.pack
