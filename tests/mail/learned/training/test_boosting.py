import numpy as np
import pytest

from bartizan.learning.cards import Card
from bartizan.learning.runtime import Model
from bartizan.mail.learned.training.boosting import to_onnx, train

CHANCE = np.random.default_rng(1)
HONEST = CHANCE.normal(0, 1, (200, 3)).astype(np.float32)
THREATS = CHANCE.normal(1.5, 1, (200, 3)).astype(np.float32)
ROWS, LABELS = np.concatenate((HONEST, THREATS)), [False] * 200 + [True] * 200
TREES = train(ROWS, LABELS, [1.0] * 400, 1)


def asked(rows):
    (likely,) = Model(Card("m", "1", "k", 1, ""), to_onnx(TREES))({"numbers": rows})
    return likely


def test_the_trees_as_they_ship_say_what_they_were_trained_to_say():
    likely = asked(ROWS)
    assert likely.shape == (400, 1)
    assert likely[:, 0] == pytest.approx(TREES.predict_proba(ROWS)[:, 1], abs=1e-5)
    assert (likely[200:] > 0.5).mean() > 0.8
    assert (likely[:200] > 0.5).mean() < 0.2


def test_a_higher_number_never_makes_a_threat_less_likely():
    for column in range(3):
        raised = ROWS.copy()
        raised[:, column] += CHANCE.random(400).astype(np.float32) * 3
        assert (asked(raised) >= asked(ROWS) - 1e-6).all()


def test_a_number_between_two_that_half_the_bits_tell_apart_stays_on_its_side():
    near = np.nextafter(np.float32(1), np.float32(2))
    rows = np.array([[1.0]] * 50 + [[near]] * 50, np.float32)
    trees = train(rows, [False] * 50 + [True] * 50, [1.0] * 100, 1)
    (likely,) = Model(Card("m", "1", "k", 1, ""), to_onnx(trees))({"numbers": rows})
    assert likely[:50].max() < 0.5 < likely[50:].min()


def test_the_same_lessons_grow_the_same_trees():
    assert to_onnx(train(ROWS, LABELS, [1.0] * 400, 1)) == to_onnx(TREES)
