import numpy as np
import pytest

from bartizan.mail.learned.training.measuring import area, held_out, on_sets, recall, threshold

HONEST = np.arange(1000) / 1000
THREATS = np.array([0.5, 0.9985, 0.9995, 2.0])


def test_the_threshold_lets_no_more_than_its_rate_above():
    for rate in (0.001, 0.01, 0.1):
        assert (threshold(HONEST, rate) < HONEST).mean() <= rate


def test_recall_counts_what_is_above_it():
    assert recall(THREATS, HONEST, 0.001) == 0.75
    assert recall(THREATS, HONEST, 0.5) == 1.0


def test_the_area_is_how_often_a_threat_scores_higher():
    assert area(np.array([3.0, 4.0]), np.array([1.0, 2.0])) == 1
    assert area(np.array([1.0]), np.array([2.0])) == 0


def test_a_part_of_one_kind_has_no_figures():
    assert held_out(HONEST, [False] * 1000) == {}
    assert held_out(np.array([1.0, 2.0]), [False, True])["held out: area"] == 1


def test_sets_are_compared_by_their_names():
    found = on_sets({"phish": THREATS, "ham-a": HONEST})
    assert found["phish: recall at 0.1 % of ham-a"] == pytest.approx(0.75)
    assert len(found) == 2
