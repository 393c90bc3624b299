import shutil

import pytest

from bartizan.base.clock import SystemClock
from bartizan.learning.errors import ModelMissingError
from bartizan.learning.registry import Registry
from bartizan.mail.cohort import Case, advance
from bartizan.mail.evidence import Opinion, Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.learned.panel import Panel, open_panel, shelves, shipped_panel
from bartizan.mail.verdict import Mitigation

FACTS = gather(b"From: a@b.test\r\n\r\nHi\r\n", None, None, Organisation())


def consulted(panel, facts=FACTS):
    case = Case(facts)
    advance([case], panel.steps(), SystemClock())
    return case


def broken(_facts):
    raise RuntimeError("the model is ill")


def test_every_expert_is_heard():
    case = consulted(Panel({"one": lambda _: Opinion(0.2), "two": lambda _: Opinion(0.7)}))
    assert {name: one.probability for name, one in case.opinions.items()} == {
        "one": 0.2,
        "two": 0.7,
    }
    assert case.silent == []


def test_an_expert_that_fails_neither_hides_nor_silences_the_others():
    case = consulted(Panel({"ill": broken, "well": lambda _: Opinion(0.7)}))
    assert set(case.opinions) == {"well"}
    assert [one.code for one in case.silent] == ["model-failed"]
    assert "ill" in case.silent[0].sentence


def weighed(weigher):
    case = Case(FACTS)
    advance([case], Panel({}, weigher).closing_steps(), SystemClock())
    return case


def test_who_weighs_the_findings_is_asked_once_they_are_found():
    mild = Mitigation(id="mild", sentence="It is mild.", strength=0.25)
    assert weighed(lambda _facts, _found: mild).mitigations == [mild]
    assert weighed(lambda _facts, _found: None).mitigations == []
    assert weighed(None).mitigations == []


def test_a_weigher_that_fails_leaves_the_sum_as_it_is_and_that_is_noted():
    case = weighed(lambda facts, _found: broken(facts))
    assert case.mitigations == []
    assert "findings" in case.silent[0].sentence


def test_findings_are_weighed_only_where_the_card_of_the_trees_says_so(tmp_path):
    (shelf,) = shelves(None)
    shutil.copytree(str(shelf), tmp_path / "models")
    card = tmp_path / "models" / "findings" / "card.toml"
    assert list(open_panel(Registry([tmp_path / "models"])).closing_steps())
    card.write_text(card.read_text().replace("default = true", "default = false"))
    assert not list(open_panel(Registry([tmp_path / "models"])).closing_steps())
    chosen = [tmp_path / "models" / "findings"]
    assert list(open_panel(Registry([tmp_path / "models"], chosen)).closing_steps())


def test_the_models_that_ship_are_sound():
    case = consulted(shipped_panel())
    assert "text" in case.opinions
    assert case.silent == []


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
        cases = [consulted(shipped_panel(), read(path)) for path in files]
        opinions = [case.opinions["text"] for case in cases]
        return sum(one.probability >= 0.5 for one in opinions) / len(opinions)

    def read(path):
        return gather(path.read_bytes(), None, None, Organisation())

    assert share("phish", 20) > 0.8
    assert share("ham-list", 10) < 0.02
