import numpy as np
import pytest

from bartizan.learning.errors import ModelMissingError, ModelTamperedError, ModelUnreadableError
from bartizan.learning.registry import Registry

X = {"x": np.array([3], np.float32)}


def test_a_model_on_the_shelf_is_found_and_kept(tmp_path, put):
    put(tmp_path, 2)
    registry = Registry([tmp_path])
    model = registry.load("multiply", 1)
    assert model(X)[0] == pytest.approx([6])
    assert registry.load("multiply", 1) is model


@pytest.mark.parametrize(("own", "expected"), [("0.9", 2), ("1.0", 5), ("1.1", 5)])
def test_the_newer_wins_and_of_equals_the_customers(tmp_path, put, own, expected):
    put(tmp_path / "shipped", 2)
    put(tmp_path / "own", 5, version=own)
    registry = Registry([tmp_path / "shipped", tmp_path / "own"])
    assert registry.load("multiply", 1)(X)[0] == pytest.approx([3 * expected])
    ((card, folder),) = registry.cards()
    assert card.version == max(own, "1.0")
    assert ("own" in str(folder)) == (expected == 5)


def test_a_chosen_model_wins_whatever_its_version(tmp_path, put):
    put(tmp_path / "shipped", 2, version="9")
    folder = put(tmp_path / "elsewhere", 5, version="0.1")
    registry = Registry([tmp_path / "shipped"], [folder])
    assert registry.load("multiply", 1)(X)[0] == pytest.approx([15])
    assert [card.version for card, _ in registry.cards()] == ["0.1"]
    assert registry.chosen == {"multiply"}
    with pytest.raises(ModelUnreadableError):
        Registry([tmp_path / "shipped"], [tmp_path])


def test_a_model_for_other_features_is_passed_over(tmp_path, put):
    put(tmp_path / "shipped", 2, features=2)
    put(tmp_path / "own", 5, version="9", features=1)
    registry = Registry([tmp_path / "shipped", tmp_path / "own"])
    assert registry.load("multiply", 2)(X)[0] == pytest.approx([6])


def test_bytes_that_do_not_match_their_card_are_refused(tmp_path, put):
    folder = put(tmp_path, 2)
    content = folder / "model.onnx"
    content.write_bytes(content.read_bytes()[:-1] + b"\0")
    with pytest.raises(ModelTamperedError):
        Registry([tmp_path]).load("multiply", 1)


def test_what_is_not_there_is_said(tmp_path, put):
    folder = put(tmp_path, 2)
    with pytest.raises(ModelMissingError):
        Registry([tmp_path, tmp_path / "nowhere"]).load("other", 1)
    (folder / "model.onnx").unlink()
    with pytest.raises(ModelUnreadableError):
        Registry([tmp_path]).load("multiply", 1)


def test_a_card_that_is_no_text_is_said(tmp_path, put):
    folder = put(tmp_path, 2)
    (folder / "card.toml").write_bytes(b"\xff")
    with pytest.raises(ModelUnreadableError):
        Registry([tmp_path]).cards()
