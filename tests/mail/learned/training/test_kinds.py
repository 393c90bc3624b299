import pytest

from bartizan.learning.cards import Card
from bartizan.learning.runtime import Model
from bartizan.mail.learned.training.examples import from_letters
from bartizan.mail.learned.training.kinds import KINDS
from bartizan.mail.learned.training.lessons import learn


@pytest.fixture(scope="module")
def lessons():
    return list(learn(from_letters(240, 1)))


def test_what_judges_by_default_needs_no_excuse():
    assert [name for name, kind in KINDS.items() if kind.default] == [
        "text", "structure", "findings",
    ]  # fmt: skip
    assert all(kind.notes for kind in KINDS.values() if not kind.default)


@pytest.mark.parametrize("name", ["text", "structure", "findings", "anomaly"])
def test_each_kind_learns_and_can_be_opened(lessons, name):
    content, score = KINDS[name].fit(lessons, 1, None)
    scores = score(lessons)
    threats = [one.threat for one in lessons]
    assert scores[threats].mean() > scores[[not one for one in threats]].mean()
    Model(Card(name, "1", "k", 1, ""), content)._load()
