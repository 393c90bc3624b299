import sqlite3
import threading
from contextlib import closing

import pytest

from bartizan.storage.blobs.index import Entry, Index, Stretch
from bartizan.storage.blobs.record import Kind, Place, Record
from bartizan.storage.blobs.scan import Found
from bartizan.storage.errors import BlobIndexBrokenError, BlobStoreAwayError

PACK, OTHER = b"p" * 16, b"o" * 16
A, B = b"a" * 32, b"b" * 32


def data(sha256, offset, *, until=100, at=1, size=5):
    return Found(offset, Record(Kind.DATA, size, sha256, until, at), intact=True)


def retain(sha256, offset, until):
    return Found(offset, Record(Kind.RETAIN, 0, sha256, until, 2), intact=True)


def tombstone(sha256, offset, *places):
    return Found(offset, Record(Kind.DELETE, 0, sha256, 0, 3), intact=True, erased=places)


def test_it_tells_what_it_absorbed(index):
    index.absorb([Stretch(PACK, 900, [data(A, 48), data(B, 200, until=50, at=7, size=9)])])
    assert index.entry(A) == Entry(A, 5, 1, 100)
    assert index.copies(B) == [Place(PACK, 200)]
    assert index.indexed_to(PACK) == 900
    assert index.indexed_to(OTHER) == 0
    assert index.entry(b"c" * 32) is None


def test_absorbing_again_changes_nothing(index):
    stretch = Stretch(PACK, 900, [data(A, 48), retain(A, 150, 120), tombstone(B, 300)])
    index.absorb([stretch])
    index.absorb([stretch, Stretch(PACK, 500, [])])
    assert index.entries(b"", 10) == [Entry(A, 5, 1, 120)]
    assert index.indexed_to(PACK) == 900


@pytest.mark.parametrize("dates", [(120, 150), (150, 120)])
def test_the_latest_date_counts_in_whatever_order(index, dates):
    notes = [retain(A, number, until) for number, until in enumerate(dates)]
    index.absorb([Stretch(OTHER, 50, notes), Stretch(PACK, 100, [data(A, 48)])])
    assert index.entry(A).retain_until == 150
    assert index.date(A) == (150, Place(OTHER, dates.index(150)))
    assert index.date(B) is None


def test_a_date_before_the_blobs_own_changes_nothing(index):
    index.absorb([Stretch(PACK, 100, [data(A, 48), retain(A, 90, 99)])])
    assert index.entry(A).retain_until == 100


def test_copies_are_one_blob_with_the_first_moment_and_the_last_date(index):
    index.absorb([Stretch(PACK, 100, [data(A, 48, until=10, at=5)])])
    index.absorb([Stretch(OTHER, 100, [data(A, 48, until=20, at=9)])])
    assert index.entries(b"", 10) == [Entry(A, 5, 5, 20)]
    assert set(index.copies(A)) == {Place(PACK, 48), Place(OTHER, 48)}


@pytest.mark.parametrize("first", ["copy", "tombstone"])
def test_a_tombstone_takes_just_the_copy_it_names_in_whatever_order(index, first):
    copies = Stretch(PACK, 300, [data(A, 48), data(A, 200)])
    notes = Stretch(OTHER, 300, [tombstone(A, 48, Place(PACK, 48))])
    index.absorb([copies, notes] if first == "copy" else [notes, copies])
    assert index.copies(A) == [Place(PACK, 200)]
    assert index.is_tombstoned(Place(PACK, 48))
    assert not index.is_tombstoned(Place(PACK, 200))


def test_the_doomed_are_hidden_until_spared(index):
    index.absorb([Stretch(PACK, 300, [data(A, 48), data(B, 200)])])
    index.doom([(A, Place(PACK, 48))])
    assert index.entry(A) is None
    assert index.copies(A) == []
    assert index.knows(A, Place(PACK, 48))
    assert [entry.sha256 for entry in index.entries(b"", 10)] == [B]
    index.spare_the_doomed()
    assert index.entry(A) is not None
    index.doom([(A, Place(PACK, 48))])
    index.doom([(A, Place(PACK, 48))], doomed=False)
    assert index.copies(A) == [Place(PACK, 48)]


def test_pages_go_on_after_the_last(index):
    names = [bytes([number]) * 32 for number in range(9)]
    index.absorb([Stretch(PACK, 900, [data(name, n) for n, name in enumerate(names)])])
    assert [entry.sha256 for entry in index.entries(names[2], 3)] == names[3:6]
    assert index.entries(names[8], 3) == []


def test_rebuilding_forgets_the_rest(index):
    index.absorb([Stretch(PACK, 300, [data(A, 48), retain(A, 1, 500)])])
    index.rebuilt([Stretch(OTHER, 90, [data(B, 48)])])
    assert [entry.sha256 for entry in index.entries(b"", 10)] == [B]
    assert (index.indexed_to(PACK), index.indexed_to(OTHER)) == (0, 90)
    assert index.date(A) is None


def test_a_rebuild_that_fails_leaves_all_as_it_was(index):
    index.absorb([Stretch(PACK, 300, [data(A, 48)])])

    def failing():
        yield Stretch(OTHER, 90, [data(B, 48)])
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        index.rebuilt(failing())
    assert [entry.sha256 for entry in index.entries(b"", 10)] == [A]


def test_two_connections_share_and_threads_take_turns(layout, index):
    with closing(Index.open(layout.index)) as other:
        threads = [
            threading.Thread(
                target=connection.absorb,
                args=(
                    [
                        Stretch(
                            pack, 100, [data(bytes([n]) * 32, n) for n in range(base, base + 50)]
                        )
                    ],
                ),
            )
            for base, pack, connection in ((0, PACK, index), (50, OTHER, other), (100, b"x", index))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(other.entries(b"", 500)) == len(index.entries(b"", 500)) == 150


def test_it_is_private_to_its_owner_and_syncs_by_the_log(layout, index):
    index.absorb([Stretch(PACK, 300, [data(A, 48)])])
    modes = {path.stat().st_mode & 0o777 for path in layout.root.glob("index.sqlite*")}
    assert modes == {0o600}
    assert index._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert index._connection.execute("PRAGMA synchronous").fetchone() == (1,)


def test_a_private_index_is_nobody_elses():
    with closing(Index.private()) as one, closing(Index.private()) as two:
        one.absorb([Stretch(PACK, 300, [data(A, 48)])])
        assert one.copies(A)
        assert two.copies(A) == []


def test_a_file_that_is_no_index_is_named(layout):
    layout.index.write_bytes(b"this is not a database, whatever its name says" * 50)
    with pytest.raises(BlobIndexBrokenError, match=r"delete index\.sqlite"):
        Index.open(layout.index)


def test_an_index_of_another_version_is_named(layout):
    with closing(sqlite3.connect(layout.index)) as later:
        later.execute("PRAGMA user_version = 99")
    with pytest.raises(BlobIndexBrokenError, match="version 99"):
        Index.open(layout.index)


def test_an_index_without_its_tables_is_away(layout, index):
    with closing(sqlite3.connect(layout.index)) as vandal:
        vandal.execute("DROP TABLE copies")
    with pytest.raises(BlobStoreAwayError, match="copies"):
        index.copies(A)
