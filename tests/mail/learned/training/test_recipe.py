import pytest

from bartizan.base.errors import InvalidError
from bartizan.learning.registry import Registry
from bartizan.mail.learned.panel import open_panel
from bartizan.mail.learned.training.examples import Example, from_letters
from bartizan.mail.learned.training.lessons import learn
from bartizan.mail.learned.training.recipe import sources, train


@pytest.fixture(scope="module")
def lessons():
    return list(learn(from_letters(300, 1)))


def test_a_trained_model_is_put_on_a_shelf_and_used(lessons, tmp_path):
    trained = train("text", lessons, 1, "2.0")
    assert trained.card.figures["held out: area"] > 0.9
    assert trained.card.trained_on == ("letters: 150 honest", "letters: 150 threats")
    trained.put(tmp_path)
    open_panel(Registry([tmp_path]))
    ((card, _),) = Registry([tmp_path]).cards()
    assert card == trained.card


def test_other_sets_are_measured_and_not_learned(lessons):
    trained = train("text", lessons, 1, "2.0")
    unseen = list(learn(from_letters(60, 2)))
    sets = {"phish": [one for one in unseen if one.threat],
            "ham": [one for one in unseen if not one.threat]}  # fmt: skip
    measured = trained.measured(sets)
    assert measured.content == trained.content
    assert measured.card.figures["phish: recall at 1 % of ham"] > 0.5


def test_too_little_is_refused(lessons):
    with pytest.raises(InvalidError, match="at least 20"):
        train("text", lessons[:10], 1, "1")


def test_weights_are_told():
    light = list(learn([Example(b"Subject: x\r\n\r\nx", True, "spam", 0.25)]))  # noqa: FBT003
    assert sources(light) == ("spam: 1 threats, each counted 0.25",)


def test_sources_are_counted(lessons):
    assert sources(lessons[:4]) == ("letters: 2 honest", "letters: 2 threats")


def test_a_model_in_use_is_improved(lessons, tmp_path):
    train("text", lessons, 1, "2.0").put(tmp_path)
    prior = Registry([tmp_path]).load("text", 1)
    improved = train("text", lessons, 1, "2.1", prior)
    assert improved.card.trained_on[0] == "text 2.0, improved"
    assert improved.content != prior.content
