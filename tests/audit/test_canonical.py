from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.audit.canonical import (
    MAX_BODY,
    MalformedEntryError,
    assemble,
    commitment,
    prepare,
    prepared_from,
    read_entry,
    read_leaf,
    stamp,
)
from bartizan.audit.entry import Entry, Outcome
from bartizan.audit.errors import EntryInvalidError
from bartizan.audit.merkle import EMPTY_ROOT, leaf_hash
from bartizan.audit.tiles import MAX_ENTRY
from bartizan.base.actor import Actor, ActorKind
from bartizan.base.ids import new_id

NOW = datetime(2026, 1, 31, 12, 0, 0, 5, tzinfo=UTC)
TEXTS = st.text(st.characters(categories=None), max_size=30)
ENTRIES = st.builds(
    Entry,
    actor=st.builds(Actor, id=TEXTS, kind=st.sampled_from(ActorKind), name=TEXTS),
    action=TEXTS,
    object=TEXTS,
    outcome=st.sampled_from(Outcome),
    reason=st.none() | TEXTS,
    request_id=st.none() | TEXTS,
    details=st.dictionaries(TEXTS, st.integers() | st.floats() | TEXTS | st.lists(TEXTS)),
    private=st.dictionaries(TEXTS, TEXTS, max_size=3),
)


@given(ENTRIES, st.integers(0, 2**53))
def test_any_entry_becomes_canonical_bytes_and_comes_back(entry, index):
    prepared = prepare(entry, new_id(), stamp(NOW))
    canonical = assemble(prepared.body, index, EMPTY_ROOT)
    assert orjson.dumps(orjson.loads(canonical), option=orjson.OPT_SORT_KEYS) == canonical
    found = read_entry(canonical)
    assert (found.index, found.previous, found.time) == (index, EMPTY_ROOT, NOW)
    assert (found.id, found.outcome, found.actor.kind) == (
        prepared.columns.id, entry.outcome, entry.actor.kind,
    )  # fmt: skip
    assert found.leaf_hash == leaf_hash(canonical)
    assert found.commitments == {
        field.name: commitment(field.salt, field.value) for field in prepared.private
    }
    assert prepared_from(prepared.body).columns == prepared.columns
    assert read_leaf(canonical).columns == prepared.columns


def test_the_bytes_are_the_documented_ones(entry):
    made = entry(
        "m\u00fc", reason='"why"', request_id="r1", details={"b": 1, "a": {"d": 2, "c": None}}
    )
    body = prepare(made, "id-1", stamp(NOW)).body
    assert assemble(body, 7, bytes(32)).decode() == (
        '{"entry":{"action":"mail:quarantine:release","actor":{"id":"anna","kind":"user",'
        '"name":"Anna Example"},"details":{"a":{"c":null,"d":2},"b":1},"id":"id-1",'
        '"object":"m\u00fc","outcome":"done","private":{},"reason":"\\"why\\"",'
        '"request_id":"r1","time":"2026-01-31T12:00:00.000005Z"},"index":7,"previous":"'
        + "00" * 32
        + '","v":1}'
    )


def test_private_values_stay_out_of_the_leaf(entry):
    prepared = prepare(entry(private={"address": "anna@example.com"}), "i", stamp(NOW))
    [field] = prepared.private
    assert b"anna@example.com" not in prepared.body
    assert commitment(field.salt, "anna@example.com").hex().encode() in prepared.body
    again = prepare(entry(private={"address": "anna@example.com"}), "i", stamp(NOW))
    assert again.body != prepared.body, "the salt is fresh, so equal values look different"


def test_a_moment_is_kept_in_utc():
    east = NOW.astimezone(timezone(timedelta(hours=5)))
    assert stamp(east) == stamp(NOW)
    assert stamp(NOW).text == b"2026-01-31T12:00:00.000005Z"


def test_details_too_large_are_replaced_by_their_digest(entry):
    huge = entry(details={str(number): "x" * 1000 for number in range(500)})
    prepared = prepare(huge, "i", stamp(NOW))
    found = read_entry(assemble(prepared.body, 0, EMPTY_ROOT))
    assert found.details["cut"] is True
    assert found.details["bytes"] > 500_000


@given(ENTRIES)
def test_every_leaf_fits_an_entry_bundle(entry):
    prepared = prepare(entry, new_id(), stamp(NOW))
    assert len(assemble(prepared.body, 2**63, EMPTY_ROOT)) <= MAX_ENTRY


def test_the_largest_body_fits_an_entry_bundle():
    assert len(assemble(b"x" * MAX_BODY, 2**63, EMPTY_ROOT)) <= MAX_ENTRY


def test_too_much_private_data_is_refused(entry):
    with pytest.raises(EntryInvalidError, match="100"):
        prepare(entry(private={str(n): "" for n in range(101)}), "i", stamp(NOW))


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: orjson.dumps([text])))
def test_hostile_bytes_are_malformed_and_nothing_else(content):
    for read in (read_entry, read_leaf, prepared_from):
        with pytest.raises(MalformedEntryError):
            read(content)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"index":7', b'"index":"7"'), (b'"index":7', b'"index":true'), (b'"v":1', b'"v":2'),
        (b'"previous":"00', b'"previous":"0'), (b'"previous":"00', b'"previous":"zz'),
        (b'"kind":"user"', b'"kind":"god"'), (b'"outcome":"done"', b'"outcome":"maybe"'),
        (b'"reason":null', b'"reason":1'), (b'"object":"m1"', b'"object":1'),
        (b'"details":{}', b'"details":[]'), (b'"private":{}', b'"private":{"a":"b"}'),
        (b'"private":{}', b'"private":{"a":1}'), (b'"id":"i"', b'"id":"i","more":1'),
        (b"2026-01-31", b"2026-31-31"), (b',"v":1}', b""),
    ],
)  # fmt: skip
def test_what_is_not_quite_an_entry_is_malformed(entry, old, new):
    canonical = assemble(prepare(entry(), "i", stamp(NOW)).body, 7, bytes(32))
    assert old in canonical
    with pytest.raises(MalformedEntryError):
        read_entry(canonical.replace(old, new, 1))
