import zlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.storage.blobs.record import (
    MAX_BLOB,
    PACK_HEAD_SIZE,
    RECORD_HEAD_SIZE,
    Kind,
    PackHead,
    Place,
    Record,
    decode_pack_head,
    decode_places,
    decode_record,
    encode_pack_head,
    encode_places,
    encode_record,
    microseconds,
    moment,
)

MARKER = b"m" * 16
moments = st.datetimes(timezones=st.just(UTC)).map(microseconds)
records = st.builds(
    Record,
    st.sampled_from(Kind),
    st.integers(0, MAX_BLOB),
    st.binary(min_size=32, max_size=32),
    moments,
    moments,
)
identifiers = st.binary(min_size=16, max_size=16)
places = st.lists(st.builds(Place, identifiers, st.integers(0, 2**64 - 1)), max_size=5)


@given(records, identifiers, st.binary(max_size=20))
def test_a_record_comes_back(record, marker, payload):
    encoded = encode_record(record, marker)
    assert len(encoded) == RECORD_HEAD_SIZE
    assert decode_record(encoded + payload, marker) == record
    assert decode_record(encoded) == record


@given(records, st.integers(0, RECORD_HEAD_SIZE * 8 - 1))
def test_every_flipped_bit_of_a_head_is_noticed(record, bit):
    damaged = bytearray(encode_record(record, MARKER))
    damaged[bit // 8] ^= 1 << bit % 8
    assert decode_record(bytes(damaged), MARKER) is None


@given(records, st.integers(0, RECORD_HEAD_SIZE - 1))
def test_a_cut_head_is_none(record, size):
    assert decode_record(encode_record(record, MARKER)[:size], MARKER) is None


def test_a_record_of_another_pack_is_none():
    record = Record(Kind.DATA, 1, bytes(32), 0, 0)
    assert decode_record(encode_record(record, b"o" * 16), MARKER) is None


def sealed(body: bytes) -> bytes:
    return body + zlib.crc32(body).to_bytes(4)


@pytest.mark.parametrize(
    ("at", "wrong"),
    [
        (16, b"\x09"),  # a kind there is not
        (17, b"\x01"),  # reserved bytes in use
        (20, (MAX_BLOB + 1).to_bytes(8)),
        (60, (2**63 - 1).to_bytes(8)),  # after the year 9999
        (68, (2**63).to_bytes(8)),  # long before the year 1
    ],
)
def test_a_sealed_head_with_senseless_values_is_none(at, wrong):
    body = bytearray(encode_record(Record(Kind.DATA, 1, bytes(32), 0, 0), MARKER)[:-4])
    body[at : at + len(wrong)] = wrong
    assert decode_record(sealed(bytes(body)), MARKER) is None


@given(st.binary(max_size=200))
def test_junk_is_no_record(data):
    assert decode_record(data, MARKER) is None
    assert decode_pack_head(data) is None


@given(identifiers, identifiers)
def test_a_pack_head_comes_back(identifier, marker):
    head = PackHead(identifier, marker)
    assert len(encode_pack_head(head)) == PACK_HEAD_SIZE
    assert decode_pack_head(encode_pack_head(head) + b"more") == head


@pytest.mark.parametrize("at", [0, 9])
def test_another_magic_or_version_is_none(at):
    body = bytearray(encode_pack_head(PackHead(bytes(16), bytes(16)))[:-4])
    body[at] ^= 0x7F
    assert decode_pack_head(sealed(bytes(body))) is None


def test_the_layout_on_disk_is_the_documented_one():
    head = encode_pack_head(PackHead(b"i" * 16, MARKER))
    assert head[:12] == b"\x89BZPACK\n\0\x01\0\0"
    assert head[12:44] == b"i" * 16 + MARKER
    record = encode_record(Record(Kind.RETAIN, 0, b"h" * 32, 1_000_000, -1), MARKER)
    assert record[:28] == MARKER + b"\x02\0\0\0" + bytes(8)
    assert record[28:76] == b"h" * 32 + (1_000_000).to_bytes(8) + b"\xff" * 8


@given(places)
def test_places_come_back(listed):
    assert decode_places(encode_places(listed)) == tuple(listed)


@given(places, st.binary(max_size=60))
def test_damaged_places_are_none(listed, junk):
    encoded = encode_places(listed)
    assert decode_places(encoded[:-1]) is None
    assert decode_places(encoded[:-1] + bytes([encoded[-1] ^ 1])) is None
    assert decode_places(junk) is None or junk == encode_places(decode_places(junk))


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-7))])))
def test_moments_come_back_in_utc(when):
    try:
        wanted = when.astimezone(UTC)
    except OverflowError:  # within hours of the year 1 or 9999
        return
    assert moment(microseconds(when)) == wanted


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        microseconds(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the test
