from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from bartizan.learning.cards import Card
from bartizan.learning.errors import ModelUnreadableError
from bartizan.learning.registry import Registry
from bartizan.learning.runtime import Model


def test_many_threads_may_ask_at_once(tmp_path, put):
    put(tmp_path, 2)
    model = Registry([tmp_path]).load("multiply", 1)
    asked = [np.array([number], np.float32) for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda x: model({"x": x})[0][0], asked))
    assert answers == [2.0 * number for number in range(200)]


def test_bytes_that_are_no_model_are_an_error_with_a_code():
    with pytest.raises(ModelUnreadableError):
        Model(Card("junk", "1", "k", 1, ""), b"junk")({})


def test_so_are_inputs_it_does_not_know(tmp_path, put):
    put(tmp_path, 2)
    with pytest.raises(ModelUnreadableError):
        Registry([tmp_path]).load("multiply", 1)({"z": np.array([1], np.float32)})
