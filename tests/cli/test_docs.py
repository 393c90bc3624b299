from click.testing import CliRunner

from bartizan.cli.docs import docs
from bartizan.cli.reference import pages


def test_every_page_is_written(tmp_path):
    result = CliRunner().invoke(docs, ["--to", str(tmp_path / "reference")])
    assert result.exit_code == 0, result.output
    written = {path.name: path.read_text() for path in (tmp_path / "reference").iterdir()}
    assert written == dict(pages())
