from datetime import UTC, datetime, timedelta

from bartizan.base.clock import ManualClock
from bartizan.identity.recent import Recent

LATER = datetime(2030, 1, 1, tzinfo=UTC)


def test_it_remembers_for_some_seconds():
    clock = ManualClock()
    recent = Recent(clock, seconds=5)
    recent.put("a", 1, generation=0, expires_at=LATER)
    clock.advance(4.9)
    assert recent.get("a") == 1
    clock.advance(0.1)
    assert recent.get("a") is None


def test_never_past_the_end_of_what_is_remembered():
    clock = ManualClock()
    recent = Recent(clock, seconds=5)
    recent.put("a", 1, generation=0, expires_at=clock.now() + timedelta(seconds=2))
    clock.advance(2)
    assert recent.get("a") is None


def test_clearing_also_keeps_out_what_was_looked_up_meanwhile():
    recent = Recent(ManualClock(), seconds=5)
    generation = recent.generation
    recent.clear()
    recent.put("a", 1, generation=generation, expires_at=LATER)
    assert recent.get("a") is None
    recent.put("a", 2, generation=recent.generation, expires_at=LATER)
    assert recent.get("a") == 2
    recent.clear()
    assert recent.get("a") is None


def test_it_is_bounded_and_forgets_the_oldest():
    recent = Recent(ManualClock(), seconds=5, size=2)
    for name in "abc":
        recent.put(name, name, generation=0, expires_at=LATER)
    assert [recent.get(name) for name in "abc"] == [None, "b", "c"]
