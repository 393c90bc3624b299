import pytest

from bartizan.archive.public import Archive
from bartizan.assembly.bartizan import open_bartizan, open_from_settings
from bartizan.audit.public import Ledger
from bartizan.identity.public import Identity
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.public import Mail


async def test_every_service_a_handler_may_ask_for_is_there(bartizan):
    assert set(bartizan.services) == {Ledger, Identity, Archive, Mail, Pipeline}
    assert bartizan.services[Archive] is bartizan.archive


async def test_local_state_is_private_and_in_the_data_folder(bartizan, settings):
    names = {path.name for path in settings.storage.data.iterdir()}
    assert {"bartizan.sqlite", "blobs", "keys", "search"} <= names
    for key in (settings.storage.data / "keys").rglob("*"):
        assert key.is_dir() or key.stat().st_mode & 0o077 == 0, key


async def test_it_can_be_opened_by_several_processes_at_once(bartizan, settings):
    async with open_bartizan(settings) as second:
        assert second.ledger.key == bartizan.ledger.key


async def test_the_command_line_opens_what_the_environment_says(bartizan, settings, monkeypatch):
    monkeypatch.setenv("BARTIZAN_STORAGE__DATA", str(settings.storage.data))
    async with open_from_settings() as opened:
        assert opened.settings.storage.data == settings.storage.data


async def test_it_closes_what_it_opened_when_a_part_fails(settings):
    settings.storage.data.mkdir()
    (settings.storage.data / "search").write_text("in the way")
    with pytest.raises(Exception, match="search"):
        async with open_bartizan(settings):
            pass
