import numpy as np
import pytest

from bartizan.learning.cards import Card
from bartizan.learning.runtime import Model
from bartizan.mail.learned.training.forests import (
    forest_to_onnx,
    isolation_to_onnx,
    train_forest,
    train_isolation,
)

CHANCE = np.random.default_rng(1)
HONEST = CHANCE.normal(0, 1, (150, 4)).astype(np.float32)
THREATS = CHANCE.normal(3, 1, (150, 4)).astype(np.float32)
ROWS, LABELS = np.concatenate((HONEST, THREATS)), [False] * 150 + [True] * 150


def asked(content, rows):
    return Model(Card("m", "1", "k", 1, ""), content)({"numbers": rows})


def test_the_forest_as_it_ships_votes_as_it_was_trained():
    forest = train_forest(ROWS, LABELS, [1.0] * 300, 1)
    _, votes = asked(forest_to_onnx(forest, 4), ROWS)
    assert votes == pytest.approx(forest.predict_proba(ROWS), abs=1e-3)
    assert (votes[:, 1] > 0.5).mean() == pytest.approx(0.5, abs=0.05)


def test_the_isolation_forest_as_it_ships_scores_as_it_was_trained():
    forest = train_isolation(HONEST, 1)
    _, scores = asked(isolation_to_onnx(forest, 4), ROWS)
    assert scores.reshape(-1) == pytest.approx(forest.decision_function(ROWS), abs=1e-3)
    assert scores[150:].mean() < scores[:150].mean()


def test_the_same_seed_grows_the_same_forest():
    one = forest_to_onnx(train_forest(ROWS, LABELS, [1.0] * 300, 1), 4)
    assert one == forest_to_onnx(train_forest(ROWS, LABELS, [1.0] * 300, 1), 4)
