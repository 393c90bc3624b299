import pytest

from bartizan.base.clock import ManualClock
from bartizan.jobs.job import Failure, Job, Settlement

JOB = Job("1", "t", {"n": 1}, None, 1, ManualClock().now())


@pytest.mark.parametrize(
    "said",
    [
        Settlement(done=[JOB]),
        Settlement(failed=[Failure(JOB, "why")]),
        Settlement(buried=[Failure(JOB, "why")]),
        Settlement(released=[JOB]),
    ],
)
def test_a_settlement_is_true_when_it_says_something(said):
    assert said
    assert not Settlement()
