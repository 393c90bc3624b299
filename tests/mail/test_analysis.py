from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.analysis import wilson
from bartizan.mail.decisions import Reported
from bartizan.mail.public import Disposition


async def test_nothing_is_counted_where_there_is_nothing(world):
    found = await world.mail.analyses.last(3)
    assert (found.messages, found.caught_share, found.catch_rate) == (0, None, None)
    assert [day.messages for day in found.days] == [0, 0, 0]


async def test_catch_rate_and_precision_come_from_what_people_decided(world):
    held = [await world.received(disposition=Disposition.HOLD) for _ in range(4)]
    passed = [await world.received() for _ in range(2)]
    say = world.mail.decisions.report
    await say(held[:3], Reported.PHISH, world.alice, "")
    await say(held[3:], Reported.HAM, world.alice, "")
    await say(passed[:1], Reported.SPAM, world.alice, "")
    found = await world.mail.analyses.last(1)
    assert (found.messages, found.caught, found.caught_share) == (6, 4, 0.6667)
    assert (found.bad_caught, found.bad_missed, found.good_caught) == (3, 1, 1)
    assert found.catch_rate == 0.75
    [today] = found.days
    assert (today.bad_caught, today.confirmed_bad, today.confirmed_good) == (3, 4, 1)
    [detector] = found.detectors
    assert (detector.id, detector.fired, detector.precision) == ("lookalike_domain", 4, 0.75)
    assert detector.interval.low < 0.75 < detector.interval.high
    [tactic] = found.tactics
    assert (tactic.name, tactic.messages, tactic.confirmed_bad) == ("impersonation", 4, 3)


async def test_each_day_has_its_figures_and_older_ones_do_not_count(world):
    await world.received(disposition=Disposition.HOLD)
    world.clock.advance(timedelta(days=2).total_seconds())
    await world.received()
    assert [day.messages for day in (await world.mail.analyses.last(3)).days] == [1, 0, 1]
    assert (await world.mail.analyses.last(2)).messages == 1


@pytest.mark.parametrize(
    ("successes", "tries", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_intervals_are_wilsons(successes, tries, low, high):
    found = wilson(successes, tries)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(1, 10_000), st.data())
def test_a_share_lies_in_its_interval(tries, draw):
    successes = draw.draw(st.integers(0, tries))
    found = wilson(successes, tries)
    assert 0 <= found.low <= successes / tries + 1e-4
    assert successes / tries - 1e-4 <= found.high <= 1


def test_nothing_tells_nothing():
    assert wilson(0, 0) is None
