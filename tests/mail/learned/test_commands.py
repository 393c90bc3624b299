import pytest
from click.testing import CliRunner

from bartizan.cli.main import Installation
from bartizan.learning.registry import Registry
from bartizan.mail.commands import mail


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def run(*arguments):
    return CliRunner().invoke(mail, [str(one) for one in arguments], obj=Installation())


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "mine"
    for name in ("phish", "ham"):
        (made / name).mkdir(parents=True)
        for number in range(5):
            raw = f"From: {name}@a.test\r\nSubject: {name} {number}\r\n\r\nWords of {name}.\r\n"
            (made / name / f"{number}.eml").write_bytes(raw.encode())
    return made


def test_training_puts_a_model_among_ones_own(folder, tmp_path):
    result = run("train", folder, "--letters", 200, "--version", "7.1", "--measure", folder,
                 "--weight", "phish=2", "--kind", "text")  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "held out: area" in result.stdout
    ((card, _),) = Registry([tmp_path / "var" / "models"]).cards()
    assert card.version == "7.1"
    assert "ham: 5 honest" in card.trained_on
    assert "7.1" in run("models").stdout


def test_the_models_that_ship_are_listed():
    result = run("models")
    assert result.exit_code == 0
    assert "text" in result.stdout


def test_a_strange_weight_is_refused(folder):
    result = run("train", folder, "--weight", "phish")
    assert result.exit_code == 1
    assert "spam=0.5" in str(result.exception)
