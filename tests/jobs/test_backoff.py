from hypothesis import given
from hypothesis import strategies as st

from bartizan.jobs.backoff import bound, delay

attempts = st.integers(min_value=0, max_value=10_000)
bases = st.floats(min_value=0.001, max_value=3600)
ceilings = st.floats(min_value=0.001, max_value=86_400)


@given(attempts, bases, ceilings)
def test_a_pause_lies_between_nothing_and_its_bound(attempt, base, ceiling):
    assert 0 <= delay(attempt, base, ceiling) <= bound(attempt, base, ceiling) <= ceiling


@given(st.integers(min_value=1, max_value=10_000), bases, ceilings)
def test_the_bound_never_shrinks_and_doubles_below_the_ceiling(attempt, base, ceiling):
    now, later = bound(attempt, base, ceiling), bound(attempt + 1, base, ceiling)
    assert later >= now
    if later < ceiling and attempt < 60:
        assert later == now * 2


def test_the_first_bound_is_the_base():
    assert bound(1, 1.5, 900) == 1.5
    assert bound(4, 1.5, 900) == 12
    assert bound(5000, 1.5, 900) == 900


def test_jitter_spreads_pauses():
    drawn = [delay(5, 1, 900) for _ in range(200)]
    assert min(drawn) < 4
    assert max(drawn) > 12
