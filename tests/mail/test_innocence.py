from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bartizan.mail.authentication.results import (
    ArcResult,
    Authentication,
    DmarcResult,
    Result,
    SpfResult,
)
from bartizan.mail.evidence import History, Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.innocence import speaking_for, times

AT = datetime(2026, 1, 1, tzinfo=UTC)
KNOWN = History(
    seen=12, written_to=12, released=3, confirmed_good=1, first_seen=AT,
    last_seen=AT + timedelta(days=40),
)  # fmt: skip


def found(history, dmarc=Result.PASS):
    checked = Authentication(
        spf=SpfResult(result=Result.NONE, domain="b.test", sentence="."),
        dkim=(),
        dmarc=DmarcResult(result=dmarc, domain="b.test", sentence="."),
        arc=ArcResult(result=Result.NONE, sentence="."),
    )
    facts = gather(b"From: a@b.test\r\n\r\nHi\r\n", None, checked, Organisation())
    return speaking_for(replace(facts, history=history))


def test_everything_that_speaks_for_a_sender_is_told_strongest_first():
    said = found(KNOWN)
    assert [one.id for one in said] == [
        "released_before",
        "written_to",
        "confirmed_good",
        "long_known",
    ]
    assert said[0].sentence == "Mail of this sender was released 3 times by your people."
    assert said[1].sentence == "Your people wrote to this address 12 times."
    assert said[3].sentence == "This sender proved 12 messages since 2026-01-01."


@pytest.mark.parametrize("dmarc", [Result.FAIL, Result.NONE, Result.TEMPERROR])
def test_a_name_that_is_not_proved_earns_nothing(dmarc):
    assert found(KNOWN, dmarc) == ()


def test_confirmed_phish_cancels_everything():
    assert found(replace(KNOWN, confirmed_bad=1)) == ()


def test_without_a_memory_nothing_is_said():
    assert found(None) == ()
    assert found(History()) == ()


@pytest.mark.parametrize(
    "history", [replace(KNOWN, seen=9), replace(KNOWN, last_seen=AT + timedelta(days=29))]
)
def test_few_messages_or_a_short_time_are_no_long_acquaintance(history):
    assert "long_known" not in {one.id for one in found(history)}


def test_strength_is_bounded():
    many = found(History(seen=1, released=999, confirmed_good=999, written_to=999))
    assert max(one.strength for one in many) <= 0.4


def test_counts_in_words():
    assert (times(1), times(2)) == ("once", "2 times")
