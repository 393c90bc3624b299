from contextlib import closing

import pytest

from bartizan.storage.blobs.active import ActivePack
from bartizan.storage.blobs.layout import packs_in
from bartizan.storage.blobs.record import Kind, Record, encode_record

LIMIT = 400


@pytest.fixture
def active(layout, index):
    made = []

    def make() -> ActivePack:
        made.append(ActivePack(layout, layout.content, index, limit=LIMIT))
        return made[-1]

    yield make
    for one in made:
        one.close()


def append(pack, size: int) -> None:
    pack.append(encode_record(Record(Kind.RETAIN, 0, bytes(32), 0, 0), pack.marker) * size)


def test_nothing_is_made_before_it_is_needed(layout, active):
    active()
    assert packs_in(layout.content) == []


def test_it_stays_until_the_limit_and_then_goes_on(layout, active):
    one = active()
    first = one.ready()
    append(first, 4)
    assert one.ready() is first
    append(first, 1)
    assert one.ready() is not first
    assert len(packs_in(layout.content)) == 2


def test_two_at_once_never_share(active):
    assert active().ready().id != active().ready().id


def test_what_another_left_is_taken_over_at_its_good_end(layout, active, index):
    left = active()
    pack = left.ready()
    append(pack, 1)
    left.close()
    with layout.blob_pack(pack.id).open("ab") as file:
        file.write(b"torn")
    taken = active().ready()
    assert (taken.id, taken.marker, taken.end) == (pack.id, pack.marker, pack.end)
    assert index.indexed_to(pack.id) == pack.end
    assert layout.blob_pack(pack.id).stat().st_size == pack.end


def test_a_full_or_damaged_pack_is_not_taken_over(layout, active):
    one = active()
    full = one.ready()
    append(full, 5)
    damaged = one.ready()
    one.close()
    with layout.blob_pack(damaged.id).open("r+b") as file:
        file.write(b"\0")
    assert active().ready().id not in (full.id, damaged.id)


def test_a_pack_shorter_than_the_index_knows_is_not_taken_over(layout, active, index):
    one = active()
    pack = one.ready()
    append(pack, 2)
    one.close()
    with closing(active()) as other:
        other.ready()
    with layout.blob_pack(pack.id).open("r+b") as file:
        file.truncate(pack.end - 80)
    assert active().ready().id != pack.id


def test_an_abandoned_pack_is_kept_from_everybody(layout, active):
    one = active()
    pack = one.ready()
    one.abandon()
    assert one.ready().id != pack.id
    assert active().ready().id != pack.id
    one.close()
    assert active().ready().id == pack.id


def test_abandoning_nothing_does_nothing(active):
    one = active()
    one.abandon()
    assert one.ready().usable
