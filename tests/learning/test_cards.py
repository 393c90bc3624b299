import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.learning.cards import Card, read_card, write_card
from bartizan.learning.errors import ModelUnreadableError

CARD = Card(
    "text", "1.10", "linear", 3, "ab" * 32, ("ham: 3 honest",), 7, "MIT", default=False,
    notes='left out: "too slow"\n0.9', figures={"phish: recall at 1 % of ham": 0.875},
)  # fmt: skip


def test_a_card_reads_as_it_was_written():
    assert read_card(write_card(CARD)) == CARD


@given(st.text(max_size=50), st.text(max_size=50), st.floats(allow_nan=False))
def test_so_does_any_card(name, notes, figure):
    card = Card(name, "1", "linear", 1, "", notes=notes, figures={notes: figure})
    assert read_card(write_card(card)) == card


def test_versions_are_numbers():
    assert Card("a", "1.10", "k", 1, "").order > Card("a", "1.9", "k", 1, "").order


@pytest.mark.parametrize(
    "text",
    [
        "name = ",
        "name = 'text'",
        write_card(CARD).replace("features = 3", "features = 'x'"),
        write_card(CARD).replace("1.10", "new"),
        write_card(CARD).replace("[figures]", "figures = 3\n[other]"),
    ],
)
def test_what_is_no_card_is_refused(text):
    with pytest.raises(ModelUnreadableError):
        read_card(text)
