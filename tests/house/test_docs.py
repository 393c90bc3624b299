"""The reference pages say what the code says: no setting, error, permission, metric, command or
detector may be missing or out of date."""

from pathlib import Path

import pytest

from bartizan.cli.reference import pages

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.fixture(scope="module")
def rendered() -> dict[str, str]:
    return dict(pages())


def stale(rendered: dict[str, str], folder: Path) -> list[str]:
    return [
        name
        for name, text in rendered.items()
        if not (folder / name).is_file() or (folder / name).read_text() != text
    ]


def test_the_reference_is_up_to_date(rendered):
    assert not stale(rendered, REFERENCE), "run `make docs`"


def test_nothing_is_described_by_nothing(rendered):
    empty = [
        f"{name}: {line}"
        for name, text in rendered.items()
        if name != "commands.md"
        for line in text.splitlines()
        if line.startswith("|") and any(not cell.strip() for cell in line.split("|")[1:-1])
    ]
    assert not empty


def test_every_page_holds_something(rendered):
    assert {
        name: text.count("\n| ") + text.count("\n## ") > 3 for name, text in rendered.items()
    } == dict.fromkeys(rendered, True)


def test_a_stale_page_is_caught(rendered, tmp_path):
    for name, text in rendered.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "errors.md").write_text("old")
    (tmp_path / "metrics.md").unlink()
    assert sorted(stale(rendered, tmp_path)) == ["errors.md", "metrics.md"]
