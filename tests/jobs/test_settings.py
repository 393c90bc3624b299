import pytest
from pydantic import ValidationError

from bartizan.jobs.settings import JobsSettings


@pytest.mark.parametrize(
    "wrong", [{"concurrency": 0}, {"lease_seconds": 0}, {"idle_seconds": 0}, {"unknown": 1}]
)
def test_senseless_values_are_refused(wrong):
    with pytest.raises(ValidationError):
        JobsSettings(**wrong)


def test_an_idle_runner_looks_at_least_four_times_a_second():
    assert JobsSettings().idle_seconds <= 0.25
