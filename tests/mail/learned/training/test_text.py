import numpy as np
import pytest

from bartizan.learning.cards import Card
from bartizan.learning.runtime import Model
from bartizan.mail.learned.fragments import fragments, normalise
from bartizan.mail.learned.training.text import from_onnx, to_onnx, train

BAD = [normalise(f"verify your password now {word}") for word in ("ann", "bob", "eve", "joe")]
GOOD = [normalise(f"minutes of the meeting {word}") for word in ("ann", "bob", "eve", "joe")]


@pytest.fixture(scope="module")
def model():
    return train([*BAD, *GOOD], [True] * 4 + [False] * 4, [1.0] * 8, 1)


def test_it_tells_what_it_was_shown(model):
    logits = model.logits([*BAD, *GOOD])
    assert (logits[:4] > 0).all()
    assert (logits[4:] < 0).all()


def test_the_graph_says_what_the_model_says(model):
    ask = Model(Card("text", "1", "k", 1, ""), to_onnx(model))
    for text in [*BAD, *GOOD, normalise("")]:
        probability, moved = ask({"numbers": fragments(text).numbers})
        (logit,) = model.logits([text])
        assert probability[0] == pytest.approx(1 / (1 + np.exp(-logit)), abs=2e-3)
        assert moved.sum() + model.bias == pytest.approx(logit, abs=2e-2)


def test_the_same_lessons_make_the_same_model(model):
    again = train([*BAD, *GOOD], [True] * 4 + [False] * 4, [1.0] * 8, 1)
    assert to_onnx(again) == to_onnx(model)


def test_a_model_is_read_back_from_its_graph(model):
    again = from_onnx(to_onnx(model))
    assert again.bias == pytest.approx(model.bias)
    assert again.weights == pytest.approx(model.weights, abs=1e-3)


def test_what_a_model_knew_is_kept_while_it_learns_more(model):
    bad, good = (
        [normalise(f"buy pills {n}") for n in "abcd"],
        [normalise(f"soup {n}") for n in "abcd"],
    )
    labels = [True] * 4 + [False] * 4
    improved = train([*bad, *good], labels, [1.0] * 8, 1, prior=model)
    assert (improved.logits([*bad, *BAD[:1]]) > 0).all()
    assert (improved.logits([*good, *GOOD[:1]]) < 0).all()
