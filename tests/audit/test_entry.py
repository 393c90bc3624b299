import dataclasses

import pytest

from bartizan.audit.entry import Entry, Outcome
from bartizan.base.actor import SYSTEM


def test_an_entry_cannot_be_changed_once_made():
    made = Entry(SYSTEM, "a:b:c", "x", Outcome.DENIED)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.outcome = Outcome.ALLOWED
    assert (made.details, made.private, made.reason) == ({}, {}, None)


def test_outcomes_are_the_documented_words():
    assert [outcome.value for outcome in Outcome] == ["done", "allowed", "denied", "failed"]
