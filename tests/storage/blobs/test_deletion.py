import hashlib
import sqlite3
from contextlib import closing

import pytest

from bartizan.storage.blobs.appender import Appender
from bartizan.storage.blobs.deletion import Deletion
from bartizan.storage.blobs.draft import Draft
from bartizan.storage.blobs.index import Entry
from bartizan.storage.blobs.layout import packs_in
from bartizan.storage.blobs.operations import Delete, Extend, Put
from bartizan.storage.blobs.recovery import recover
from bartizan.storage.errors import BlobCorruptError, BlobMissingError, RetentionError

BLOB = b"to be forgotten " * 1000
KEY = hashlib.sha256(BLOB).digest()
OTHER = b"to be kept"
DATE = 5_000


@pytest.fixture
def appender(layout, index):
    with closing(Appender(layout, index, pack_bytes=1 << 20)) as appender:
        yield appender


@pytest.fixture
def deletion(layout, index, appender):
    with closing(Deletion(layout, index, appender)) as deletion:
        yield deletion


@pytest.fixture
def write(layout, index, appender):
    def written(*operations) -> None:
        draft = Draft(layout, index, now=1, room=1 << 30)
        for operation in operations:
            draft.plan(operation)
        appender.write(draft.content, draft.notes)

    written(Put(KEY, BLOB, DATE), Put(hashlib.sha256(OTHER).digest(), OTHER, DATE))
    return written


def stored(layout) -> bytes:
    return b"".join(path.read_bytes() for path in packs_in(layout.content))


def test_the_bytes_are_gone_and_the_record_of_it_stays(layout, index, deletion, write):
    size = len(stored(layout))
    (outcome,) = deletion.delete([Delete(KEY)], now=DATE)
    assert outcome == Entry(KEY, len(BLOB), 1, DATE)
    assert b"forgotten" not in stored(layout)
    assert OTHER in stored(layout)
    assert len(stored(layout)) == size
    assert stored(layout).count(KEY) == 1
    (notes,) = packs_in(layout.notes)
    assert KEY in notes.read_bytes()
    assert index.entry(KEY) is None


def test_a_microsecond_early_is_too_early(layout, deletion, write):
    (outcome,) = deletion.delete([Delete(KEY)], now=DATE - 1)
    assert isinstance(outcome, RetentionError)
    assert stored(layout).count(b"forgotten") == 1000


def test_all_copies_go(layout, index, deletion, write, flip):
    flip(packs_in(layout.content)[0], b"forgotten")
    write(Put(KEY, BLOB, DATE))
    assert len(index.copies(KEY)) == 2
    deletion.delete([Delete(KEY)], now=DATE)
    assert b"forgotten" not in stored(layout)


def test_the_same_blob_twice_in_a_batch_goes_once(deletion, write):
    first, second = deletion.delete([Delete(KEY), Delete(KEY)], now=DATE)
    assert isinstance(first, Entry)
    assert isinstance(second, BlobMissingError)


EDITS = [
    "UPDATE copies SET retain_until = 1",
    "UPDATE copies SET retain_until = 1; UPDATE dates SET retain_until = 1",
    "UPDATE copies SET retain_until = 1; DELETE FROM dates",
    "UPDATE packs SET indexed_to = 0; DELETE FROM dates",
]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_index_does_not_let_it_go_early(layout, index, deletion, write, edit):
    write(Extend(KEY, 9_000))
    with closing(sqlite3.connect(layout.index, isolation_level=None)) as vandal:
        vandal.executescript(edit)
    (outcome,) = deletion.delete([Delete(KEY)], now=8_999)
    assert isinstance(outcome, RetentionError)
    assert "1970-01-01T00:00:00.009" in outcome.detail


def test_a_lost_note_does_not_let_it_go_early(layout, deletion, write):
    write(Extend(KEY, 9_000))
    for path in packs_in(layout.notes):
        path.unlink()
    (outcome,) = deletion.delete([Delete(KEY)], now=8_999)
    assert isinstance(outcome, RetentionError)


def test_a_blob_whose_date_cannot_be_read_stays(layout, deletion, write, flip):
    path = packs_in(layout.content)[0]
    flip(path, KEY)
    (outcome,) = deletion.delete([Delete(KEY)], now=DATE)
    assert isinstance(outcome, BlobCorruptError)
    assert path.read_bytes().count(b"forgotten") == 1000


def test_one_refusal_does_not_keep_the_others(deletion, write):
    write(Put(hashlib.sha256(b"new").digest(), b"new", DATE * 2))
    outcomes = deletion.delete(
        [Delete(hashlib.sha256(b"new").digest()), Delete(bytes(32)), Delete(KEY)], now=DATE
    )
    assert [type(outcome) for outcome in outcomes] == [RetentionError, BlobMissingError, Entry]


def test_a_disk_that_refuses_the_tombstone_leaves_the_blob(layout, index, deletion, write):
    layout.notes.rmdir()
    layout.notes.touch()
    with pytest.raises(OSError, match="directory"):
        deletion.delete([Delete(KEY)], now=DATE)
    assert index.copies(KEY)
    assert stored(layout).count(b"forgotten") == 1000


class FailingAfterTheNote(Appender):
    """An appender whose disk takes the tombstone, and then loses the packs with blobs."""

    def __init__(self, layout, index):
        super().__init__(layout, index, pack_bytes=1 << 20)
        self._layout = layout
        self.lost = None

    def note(self, sheet):
        stretch = super().note(sheet)
        if self.lost is None:
            (path,) = packs_in(self._layout.content)
            self.lost = path.rename(path.with_suffix(".lost"))
            path.mkdir()
        return stretch

    def found_again(self):
        path = self.lost.with_suffix(".pack")
        path.rmdir()
        self.lost.rename(path)


def test_a_disk_that_refuses_to_erase_leaves_it_to_recovery(layout, index, write):
    with (
        closing(FailingAfterTheNote(layout, index)) as failing,
        closing(Deletion(layout, index, failing)) as deletion,
    ):
        with pytest.raises(IsADirectoryError):
            deletion.delete([Delete(KEY)], now=DATE)
        failing.found_again()
        assert b"forgotten" in stored(layout)
        assert index.entry(KEY) is None
        deletion.delete([Delete(hashlib.sha256(OTHER).digest())], now=DATE)
        assert OTHER not in stored(layout)
    recover(layout, index)
    assert b"forgotten" not in stored(layout)
    assert index.entry(KEY) is None
