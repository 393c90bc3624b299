import hashlib
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bartizan.storage.blobs.record import (
    RECORD_HEAD_SIZE,
    Kind,
    Place,
    Record,
    encode_places,
    encode_record,
)
from bartizan.storage.blobs.scan import Found, Gap, scan

MARKER = b"\x00the marker\x00 :-)"
PLACES = (Place(b"p" * 16, 48), Place(b"q" * 16, 2**40))


def data(payload: bytes) -> bytes:
    record = Record(Kind.DATA, len(payload), hashlib.sha256(payload).digest(), 7, 8)
    return encode_record(record, MARKER) + payload


def retain() -> bytes:
    return encode_record(Record(Kind.RETAIN, 0, b"r" * 32, 9, 8), MARKER)


def tombstone() -> bytes:
    payload = encode_places(PLACES)
    return encode_record(Record(Kind.DELETE, len(payload), b"d" * 32, 9, 8), MARKER) + payload


def walk(pack: bytes, start: int = 0, size: int | None = None) -> list[Found | Gap]:
    read = lambda offset, size: pack[offset : offset + size]  # noqa: E731
    return list(scan(read, marker=MARKER, start=start, size=len(pack) if size is None else size))


pieces = st.lists(
    st.one_of(st.binary(max_size=300).map(data), st.just(retain()), st.just(tombstone())),
    max_size=6,
)


@given(pieces)
def test_every_record_is_found_whole(written):
    found = walk(b"".join(written))
    assert [piece.end - piece.offset for piece in found] == [len(piece) for piece in written]
    assert all(piece.intact for piece in found)


@given(pieces, st.data())
def test_what_lies_beside_the_damage_is_found(written, draw):
    pack = b"".join(written)
    sound = walk(pack)
    at = draw.draw(st.integers(0, max(len(pack) - 1, 0)))
    size = min(40, len(pack) - at)
    damaged = pack[:at] + draw.draw(st.binary(min_size=size, max_size=size)) + pack[at + size :]
    seen = [piece for piece in walk(damaged) if isinstance(piece, Found) and piece.intact]
    untouched = [piece for piece in sound if piece.end <= at or piece.offset >= at + 40]
    assert set(untouched) <= set(seen)


@given(st.binary(max_size=4000) | st.lists(st.just(MARKER), max_size=50).map(b"".join))
def test_any_bytes_are_covered_once_and_in_order(pack):
    found = walk(pack)
    edges = [(p.start, p.end) if isinstance(p, Gap) else (p.offset, p.end) for p in found]
    assert all(before[1] == after[0] for before, after in pairwise(edges))
    assert not pack or (edges[0][0], edges[-1][1]) == (0, len(pack))


def test_the_places_of_a_tombstone_are_read():
    (found,) = walk(tombstone())
    assert found.erased == PLACES


def test_a_tombstone_whose_places_are_damaged_names_none():
    pack = bytearray(tombstone())
    pack[RECORD_HEAD_SIZE + 3] ^= 1
    (found,) = walk(bytes(pack))
    assert (found.intact, found.erased) == (False, ())


def test_a_payload_without_its_hash_is_told_and_passed_over():
    pack = bytearray(data(b"one") + data(b"two"))
    pack[RECORD_HEAD_SIZE] ^= 1
    assert [piece.intact for piece in walk(bytes(pack))] == [False, True]


def test_a_torn_record_is_a_gap_to_the_end():
    whole = data(b"one")
    torn = data(b"a longer one")[:-1]
    assert walk(whole + torn)[1:] == [Gap(len(whole), len(whole + torn))]


def test_records_inside_a_blob_are_not_taken_for_real_ones():
    other = encode_record(Record(Kind.DELETE, 0, b"x" * 32, 0, 0), b"another marker!!")
    pack = bytearray(data(other * 3) + retain())
    pack[0] ^= 1
    gap, found = walk(bytes(pack))
    assert gap == Gap(0, len(pack) - RECORD_HEAD_SIZE)
    assert found.record.kind is Kind.RETAIN


def test_a_marker_across_the_edge_of_a_window_is_found():
    window = 1 << 20
    for shift in (0, 1, 15, 16, 17):
        junk = b"j" * (window - shift)
        gap, found = walk(junk + data(b"found"))
        assert gap == Gap(0, len(junk))
        assert found.intact


def test_a_large_blob_is_hashed_in_pieces():
    (found,) = walk(data(bytes(5 << 20)))
    assert found.intact


def test_what_lies_past_the_size_is_not_looked_at():
    whole = data(b"one")
    assert walk(whole + data(b"two"), size=len(whole) + 5)[1] == Gap(len(whole), len(whole) + 5)
