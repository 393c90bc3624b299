import orjson
import pytest
from click.testing import CliRunner

from bartizan.mail.evaluation.command import evaluate


class Installation:
    def __init__(self, pipeline) -> None:
        self._pipeline = pipeline

    def pipeline(self, *, dns: bool, chosen=()):
        assert not dns
        self.chosen = chosen
        return self._pipeline


@pytest.fixture
def run(folders, pipeline):
    def call(*more: str):
        arguments = ["--phish", str(folders / "bad"), "--ham", str(folders / "good"), *more]
        return CliRunner().invoke(evaluate, arguments, obj=Installation(pipeline))

    return call


def test_the_table_says_what_is_caught(run):
    result = run("--workers", "1")
    assert result.exit_code == 0
    assert "Recall by rate of false alarms: detectors alone" in result.output
    assert "50.0 % (9.5-90.5)" in result.output
    assert "Brier score" in result.output
    assert "4 messages in" in result.output


def test_the_same_as_json_and_as_pages(run, tmp_path):
    pages = tmp_path / "e.html", tmp_path / "e.md"
    result = run(
        "--format", "json", "--no-leaks", "--html", str(pages[0]), "--markdown", str(pages[1])
    )
    found = orjson.loads(result.stdout)
    assert [one["name"] for one in found["scores"]] == [
        "default", "findings only added up", "detectors alone",
    ]  # fmt: skip
    assert all(page.read_text() for page in pages)


def test_a_model_may_be_chosen(folders, pipeline, tmp_path):
    installation = Installation(pipeline)
    arguments = ["--phish", folders / "bad", "--ham", folders / "good", "--model", tmp_path]
    result = CliRunner().invoke(evaluate, list(map(str, arguments)), obj=installation)
    assert result.exit_code == 0
    assert installation.chosen == (tmp_path,)


def test_folders_must_be_told_apart(run, folders):
    result = run("--ham", str(folders / "bad"))
    assert result.exit_code == 2
    assert "same name" in result.output
