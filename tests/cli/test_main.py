import subprocess
import sys

import pytest
from click.testing import CliRunner

from bartizan import __version__
from bartizan.cli.main import COMMANDS, Installation, bartizan


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bartizan.cli.main", *arguments],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_every_listed_command_exists_and_helps():
    runner = CliRunner()
    for name in COMMANDS:
        result = runner.invoke(bartizan, [name, "--help"])
        assert result.exit_code == 0, (name, result.output)


def test_the_version_is_told():
    assert (
        CliRunner().invoke(bartizan, ["--version"]).output == f"bartizan, version {__version__}\n"
    )


def test_an_expected_failure_is_one_line_with_its_code(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BARTIZAN_SERVER__PROT", "1")
    result = run("settings")
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "server.prot" in result.stderr
    assert "[settings]" in result.stderr


@pytest.mark.parametrize("arguments", [["nonsense"], ["mail", "scan"], ["mail", "scan", "nowhere"]])
def test_wrong_usage_is_exit_code_2(arguments):
    assert run(*arguments).returncode == 2


def test_scanning_does_not_load_the_server():
    code = (
        "import sys; from bartizan.mail.commands import mail; "
        "print([m for m in ('fastapi', 'uvicorn', 'tantivy') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_installation_gives_the_judge(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    verdict = Installation().pipeline(dns=False).analyse(b"", None, None).verdict
    assert verdict.policy == "default"
    assert verdict.authentication is None
