import json

import click
import pytest
from click.testing import CliRunner
from rich.console import Console

from bartizan.base.clock import SystemClock
from bartizan.cli.main import Installation
from bartizan.mail.commands import _print_report, mail
from bartizan.mail.samples import samples
from bartizan.mail.scanning import ScanReport
from bartizan.mail.verdict import Disposition, Mitigation


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "mail"
    made.mkdir()
    for name, raw in samples(SystemClock().now()):
        (made / f"{name}.eml").write_bytes(raw)
    return made


def run(*arguments):
    return CliRunner().invoke(mail, [str(one) for one in arguments], obj=Installation())


def test_ndjson_is_one_report_a_line_and_3_means_something_was_held(folder):
    result = run("scan", folder, "--format", "ndjson", "--workers", 2)
    assert result.exit_code == 3
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(lines) == 12
    eicar = next(line for line in lines if "11-eicar" in line["path"])
    assert eicar["disposition"] == "hold"
    assert eicar["reasons"][0]["id"] == "dangerous_attachment"


def test_a_line_is_a_report_as_json_has_it(folder):
    lines = run("scan", folder, "--format", "ndjson").stdout.splitlines()
    reports = json.loads(run("scan", folder, "--format", "json").stdout)
    for line, report in zip(map(json.loads, lines), reports, strict=True):
        assert line.pop("milliseconds") > 0 < report.pop("milliseconds")
        assert line == report


def test_a_clean_message_is_exit_code_0(folder):
    result = run("scan", folder / "01-receipt.eml", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)[0]["disposition"] == "deliver"


def test_people_get_a_line_a_message_and_a_summary(folder):
    result = run("scan", folder, "--workers", 1)
    assert "The attachment statement.txt is the EICAR" in result.stdout
    assert "12 messages" in result.stderr


def test_hostile_names_cannot_steer_the_terminal(tmp_path):
    (tmp_path / "x.eml").write_bytes(b"From: a@b.test\r\nSubject: \x1b[2J[red]x\r\n\r\nHi\r\n")
    result = run("scan", tmp_path / "x.eml")
    assert "\x1b" not in result.stdout
    assert "[red]x" in result.stdout


def test_nothing_to_read_is_wrong_usage(tmp_path):
    assert run("scan", tmp_path / "nowhere").exit_code == 2


def test_a_tree_can_be_read_by_programs_and_people(folder):
    found = json.loads(run("parse", folder / "05-invoice.eml", "--format", "json").stdout)
    assert [part["content_type"] for part in found["parts"]] == [
        "multipart/mixed", "text/plain", "application/pdf",
    ]  # fmt: skip
    assert "Rechnung-2026-118.pdf" in run("parse", folder / "05-invoice.eml").stdout


def test_the_whole_group_is_there():
    context = click.Context(mail)
    names = mail.list_commands(context)
    assert names == [
        "authenticate", "decisions", "evaluate", "feedback", "list", "models", "parse",
        "report", "rules", "scan", "send", "train",
    ]  # fmt: skip
    assert all(mail.get_command(context, name) is not None for name in names)
    assert mail.get_command(context, "nothing") is None


def test_what_speaks_for_a_message_is_shown_beside_what_is_suspected(capsys):
    known = Mitigation(id="known", sentence="Your people \x1b wrote to it.", strength=0.35)
    found = ScanReport(
        path="x.eml", sha256="", sender="a@b.test", subject="Hi", score=20, suspected=31,
        disposition=Disposition.DELIVER, reasons=(), mitigations=(known,), defects=(),
        authentication=None, milliseconds=1,
    )  # fmt: skip
    _print_report(Console(force_terminal=False), found)
    line = capsys.readouterr().out.splitlines()[1]
    assert line.split() == [
        "-35%",
        "Your",
        "people",
        "\N{REPLACEMENT CHARACTER}",
        "wrote",
        "to",
        "it.",
    ]
