from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.delivery.schedule import next_attempt

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FAR = NOW + timedelta(days=4)


def test_pauses_grow_and_then_stay():
    minutes = [(next_attempt(n, NOW, FAR) - NOW) / timedelta(minutes=1) for n in range(1, 10)]
    assert minutes == [1, 5, 15, 60, 120, 240, 480, 480, 480]


def test_the_last_try_is_made_when_the_time_is_up():
    end = NOW + timedelta(seconds=10)
    assert next_attempt(5, NOW, end) == end
    assert next_attempt(6, end, end) is None


@given(st.integers(0, 10_000), st.integers(1, 10**6))
def test_it_always_moves_on_and_always_ends(attempts, seconds):
    end = NOW + timedelta(seconds=seconds)
    found = next_attempt(attempts, NOW, end)
    assert NOW < found <= end
