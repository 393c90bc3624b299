from datetime import UTC, datetime

import orjson
from hypothesis import given
from hypothesis import strategies as st

from bartizan.audit.plain import CUT, HIDDEN, plain_details, plain_text

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
    | st.datetimes() | st.characters(categories=["Cs"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner)
    | st.sets(st.integers()) | st.tuples(inner, inner),
)  # fmt: skip


@given(st.dictionaries(st.text(), ANYTHING, max_size=5))
def test_anything_becomes_plain_json(details):
    found = plain_details(details)
    assert orjson.loads(orjson.dumps(found, option=orjson.OPT_SORT_KEYS)) is not None


@given(st.text(st.characters(categories=None), max_size=50), st.integers(1, 60))
def test_text_fits_every_database(text, limit):
    found = plain_text(text, limit)
    assert len(found) <= limit
    assert "\0" not in found
    found.encode()


def test_text_that_fits_is_left_alone():
    assert plain_text("na\u00efve \U0001f512", 100) == "na\u00efve \U0001f512"
    assert plain_text("a\0b\ud800c", 100) == "a\ufffdb\ufffdc"
    assert plain_text("x" * 11, 10) == "x" * 9 + CUT


def test_secrets_are_hidden_at_any_depth():
    found = plain_details({"Password": "p", "n": [{"api_key": "k", "id": 1}], "x": {"Token": 1}})
    assert found == {
        "Password": HIDDEN,
        "n": [{"api_key": HIDDEN, "id": 1}],
        "x": {"Token": HIDDEN},
    }


def test_numbers_beyond_exact_json_become_text():
    assert plain_details({"n": 2**53, "m": -1}) == {"n": str(2**53), "m": -1}


def test_other_types_become_their_text():
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert plain_details({"at": moment, "s": {2, 1}, 5: "n"}) == {
        "at": "2026-01-01 00:00:00+00:00",
        "s": [1, 2],
        "5": "n",
    }


def test_depth_and_length_are_cut():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    found = plain_details({"deep": deep, "long": [0] * 5000, "text": "x" * 50_000})
    assert orjson.dumps(found["deep"]).count(b"[") == 16
    assert len(found["long"]) == 1000
    assert len(found["text"]) == 20_000
    assert len(plain_details({str(n): n for n in range(5000)})) == 1000
