import pytest

from bartizan.mail.evaluation.statistics import Rate, above, brier, curve, threshold_at


def test_wilsons_interval_is_the_published_one():
    low, high = Rate(81, 263).interval
    assert (low, high) == (pytest.approx(0.2553, abs=5e-4), pytest.approx(0.3662, abs=5e-4))


def test_no_hits_still_leave_doubt():
    assert Rate(0, 100).interval == (0.0, pytest.approx(0.0370, abs=1e-3))
    assert Rate(0, 0).interval == (0.0, 1.0)
    assert Rate(0, 0).share == 0


@pytest.mark.parametrize(("rate", "alarms"), [(0, 0), (0.1, 1), (0.25, 2), (0.3, 3)])
def test_a_threshold_keeps_its_promise(rate, alarms):
    scores = [n / 10 for n in range(10)]
    assert above(scores, threshold_at(scores, rate)).hits == alarms


def test_equal_scores_are_stopped_together_or_not_at_all():
    scores = [0.9, 0.9, 0.9, 0.1]
    assert above(scores, threshold_at(scores, 0.5)).hits == 0


def test_when_everything_may_be_stopped_everything_is():
    assert above([0.0, 0.5], threshold_at([0.0, 0.5], 1)).share == 1


def test_the_curve_rises_to_the_corner():
    points = curve([0.9, 0.4], [0.5, 0.1])
    assert points == [(0.0, 0.5), (0.5, 1.0), (1.0, 1.0)]


def test_who_says_half_of_everything_is_a_quarter_wrong():
    assert brier([[0.5, 0.5]], [[0.5]]) == pytest.approx(0.25)
    assert brier([[1.0]], [[0.0]]) == 0
    assert brier([], []) == 0


def test_a_large_folder_counts_no_more_than_a_small_one():
    assert brier([[1.0]], [[0.0] * 99, [1.0]]) == pytest.approx(0.25)
