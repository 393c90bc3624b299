import hashlib
import shutil
from contextlib import closing

import pytest

from bartizan.storage.blobs.committer import Committer, PackLimits
from bartizan.storage.blobs.index import Entry
from bartizan.storage.blobs.layout import packs_in
from bartizan.storage.blobs.operations import Delete, Extend, Put
from bartizan.storage.blobs.record import microseconds
from bartizan.storage.errors import (
    BlobMissingError,
    BlobStoreAwayError,
    RetentionError,
    StoreFullError,
)


@pytest.fixture
def commit(layout, clock):
    """Commit operations under limits."""
    made = []

    def committed(*operations, pack_bytes=1 << 20, min_free=0):
        if not made:
            made.append(Committer(layout, clock, PackLimits(pack_bytes, min_free)))
        return made[0].commit(operations)

    yield committed
    for one in made:
        one.close()


def put(data: bytes, until: int = 0) -> Put:
    return Put(hashlib.sha256(data).digest(), data, until)


def test_outcomes_come_in_the_order_asked(commit, clock):
    missing = bytes(32)
    late = microseconds(clock.now()) + 9
    commit(put(b"old"))
    outcomes = commit(
        Delete(put(b"old").sha256), put(b"a"), Delete(missing), Extend(missing, 1),
        put(b"b", late), Delete(put(b"b").sha256),
    )  # fmt: skip
    kinds = [Entry, Entry, BlobMissingError, BlobMissingError, Entry, RetentionError]
    assert [type(outcome) for outcome in outcomes] == kinds
    assert outcomes[1].sha256 == put(b"a").sha256
    assert outcomes[4].retain_until == late


def test_the_reserve_is_never_used_for_blobs(commit, layout):
    free = shutil.disk_usage(layout.root).free
    (outcome,) = commit(put(b"x"), min_free=free * 2)
    assert isinstance(outcome, StoreFullError)
    assert packs_in(layout.content) == []


def test_below_the_reserve_dates_still_move_and_blobs_still_go(layout, clock, commit):
    commit(put(b"one"), put(b"two"))
    free = shutil.disk_usage(layout.root).free
    later = microseconds(clock.now()) + 5
    with closing(Committer(layout, clock, PackLimits(min_free=free * 2))) as full:
        outcomes = full.commit(
            [Extend(put(b"one").sha256, later), Delete(put(b"two").sha256), put(b"one")]
        )
    assert [type(outcome) for outcome in outcomes] == [Entry, Entry, Entry]


def test_packs_are_left_at_their_size(commit, layout):
    for number in range(6):
        commit(put(bytes([number]) * 1000), pack_bytes=2500)
    assert len(packs_in(layout.content)) == 2
    assert all(path.stat().st_size < 4000 for path in packs_in(layout.content))


def test_a_disk_that_refuses_fails_what_needed_it(commit, layout):
    layout.content.rmdir()
    outcomes = commit(Extend(bytes(32), 5), put(b"x"))
    assert [type(outcome) for outcome in outcomes] == [BlobMissingError, BlobStoreAwayError]
    layout.content.mkdir()
    (outcome,) = commit(put(b"x"))
    assert isinstance(outcome, Entry)


def test_a_disk_that_refuses_deletions_does_not_fail_additions(commit, layout):
    commit(put(b"old"))
    layout.notes.rmdir()
    added, deleted = commit(put(b"new"), Delete(put(b"old").sha256))
    assert isinstance(added, Entry)
    assert isinstance(deleted, BlobStoreAwayError)
