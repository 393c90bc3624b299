import pytest

from bartizan.archive.records import Completeness


@pytest.mark.parametrize(
    ("missing", "superfluous", "complete"), [(0, 0, True), (1, 0, False), (0, 1, False)]
)
def test_complete_means_nothing_missing_and_nothing_left_over(missing, superfluous, complete):
    assert Completeness(5, 5, (), missing, (), superfluous).complete is complete
