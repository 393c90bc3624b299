from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.throttle import Occupancy, TokenBuckets, client_key


def test_a_burst_then_the_rate():
    buckets = TokenBuckets(rate=2, burst=3)
    assert [buckets.take("a", 0.0) for _ in range(4)] == [True, True, True, False]
    assert [buckets.take("a", 0.5), buckets.take("a", 0.5)] == [True, False]
    assert buckets.take("b", 0.5)


def test_a_bucket_never_holds_more_than_its_burst():
    buckets = TokenBuckets(rate=100, burst=2)
    buckets.take("a", 0.0)
    assert [buckets.take("a", 1e6) for _ in range(3)] == [True, True, False]


def test_memory_is_bounded_and_the_busy_are_remembered():
    buckets = TokenBuckets(rate=0.001, burst=1, capacity=100)
    buckets.take("busy", 0.0)
    for number in range(10_000):
        buckets.take(f"address {number}", 1.0)
        assert not buckets.take("busy", 1.0)
    assert len(buckets) == 100


@given(st.lists(st.floats(0, 100), max_size=60), st.floats(0.1, 10), st.integers(1, 10))
def test_no_more_is_granted_than_burst_and_rate_allow(times, rate, burst):
    buckets = TokenBuckets(rate=rate, burst=burst)
    granted = sum(buckets.take("a", at) for at in sorted(times))
    assert granted <= burst + rate * 100 + 1e-6


def test_ipv6_is_counted_by_its_64():
    assert client_key("2001:db8::1") == client_key("2001:db8::ffff:2") == "2001:db8::"
    assert client_key("2001:db8:0:1::1") != client_key("2001:db8::1")
    assert client_key("::ffff:192.0.2.1") == client_key("192.0.2.1") == "192.0.2.1"
    assert client_key("socket") == "socket"


def test_places_are_limited_for_one_and_for_all():
    places = Occupancy(per_key=2, overall=3)
    assert [places.enter(key) for key in ("a", "a", "a", "b", "c")] == [
        True, True, False, True, False,
    ]  # fmt: skip
    places.leave("a")
    assert places.enter("c")
    assert places.total == 3
