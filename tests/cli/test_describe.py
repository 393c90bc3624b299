import json

import pytest
from click.testing import CliRunner

from bartizan.assembly.settings import load_settings
from bartizan.cli.describe import openapi, rows, settings


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_settings_in_force_are_printed_without_secrets(monkeypatch):
    monkeypatch.setenv("BARTIZAN_IDENTITY__ADMIN_PASSWORD", "hunter2hunter2")
    monkeypatch.setenv("BARTIZAN_MAIL__GATEWAY__PORT", "2626")
    found = json.loads(CliRunner().invoke(settings, ["--format", "json"]).output)
    assert found["mail.gateway.port"] == 2626
    assert found["identity.admin_password"] == "[hidden]"
    assert found["mail.judgement.policy.default.hold_at"] == 75


def test_the_table_names_the_variable():
    result = CliRunner().invoke(settings, [], env={"COLUMNS": "300"})
    assert "BARTIZAN_SERVER__PORT" in result.output
    assert len(result.output.splitlines()) > len(list(rows(load_settings())))


def test_the_api_document_is_printed():
    document = json.loads(CliRunner().invoke(openapi, []).output)
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/mail/messages" in document["paths"]
