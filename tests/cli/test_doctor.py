import pytest
from click.testing import CliRunner

from bartizan.cli.doctor import doctor


@pytest.fixture
async def installed(bartizan, settings, monkeypatch):
    monkeypatch.setenv("BARTIZAN_STORAGE__DATA", str(settings.storage.data))
    return bartizan


def test_a_sound_installation_is_found_sound(installed):
    result = CliRunner().invoke(doctor, ["--blobs"])
    lines = [line.split()[:2] for line in result.output.splitlines()]
    for part in ("settings", "database", "disk", "queue", "ledger", "search", "archive", "blobs"):
        assert ["ok", part] in lines, result.output
    assert "mail detectors" in result.output


async def _forget_schema(bartizan) -> None:
    async with bartizan.database.transaction() as connection:
        await connection.exec_driver_sql("DELETE FROM alembic_version")


@pytest.fixture
async def without_schema(installed):
    await _forget_schema(installed)


def test_what_ails_is_named_and_the_exit_code_tells(without_schema):
    result = CliRunner().invoke(doctor, [])
    assert result.exit_code == 1
    assert "fails  database" in result.output
    assert "bartizan migrate" in result.output
