import pytest

from bartizan.learning.errors import ModelMissingError
from bartizan.learning.registry import Registry
from bartizan.mail.evidence import Opinion, Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.learned.panel import Panel, open_panel, shelves, shipped_panel

FACTS = gather(b"From: a@b.test\r\n\r\nHi\r\n", None, None, Organisation())


def broken(_facts):
    raise RuntimeError("the model is ill")


def test_every_expert_is_heard():
    facts, failures = Panel({"one": lambda _: Opinion(0.2), "two": lambda _: Opinion(0.7)}).consult(
        FACTS
    )
    assert {name: one.probability for name, one in facts.opinions.items()} == {
        "one": 0.2,
        "two": 0.7,
    }
    assert failures == []


def test_an_expert_that_fails_neither_hides_nor_silences_the_others():
    facts, failures = Panel({"ill": broken, "well": lambda _: Opinion(0.7)}).consult(FACTS)
    assert set(facts.opinions) == {"well"}
    assert [one.code for one in failures] == ["model-failed"]
    assert "ill" in failures[0].sentence


def test_the_models_that_ship_are_sound():
    facts, failures = shipped_panel().consult(FACTS)
    assert "text" in facts.opinions
    assert failures == []


def test_ones_own_models_come_last(tmp_path):
    assert shelves(tmp_path)[-1] == tmp_path
    assert len(shelves(None)) == 1


def test_a_missing_model_is_said(tmp_path):
    with pytest.raises(ModelMissingError):
        open_panel(Registry([tmp_path]))


@pytest.mark.data
def test_the_text_model_that_ships_finds_real_phishing_and_leaves_real_mail_alone(data):
    def share(name, every):
        found = sorted((data / "mail" / name).rglob("*"))
        files = [path for path in found if path.is_file()][::every]
        opinions = [shipped_panel().consult(read(path))[0].opinions["text"] for path in files]
        return sum(one.probability >= 0.5 for one in opinions) / len(opinions)

    def read(path):
        return gather(path.read_bytes(), None, None, Organisation())

    assert share("phish", 20) > 0.8
    assert share("ham-list", 10) < 0.02
