import pytest

from bartizan.assembly.settings import SettingsError, load_settings, settings_file


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BARTIZAN_CONFIG", raising=False)


def test_the_environment_wins_over_the_file_and_the_file_over_defaults(tmp_path, monkeypatch):
    (tmp_path / "bartizan.toml").write_text("[server]\nport = 9000\nhost = '127.0.0.2'\n")
    monkeypatch.setenv("BARTIZAN_SERVER__PORT", "9001")
    server = load_settings().server
    assert (server.port, server.host, server.https) == (9001, "127.0.0.2", False)


def test_a_file_elsewhere_can_be_named(tmp_path, monkeypatch):
    other = tmp_path / "other.toml"
    other.write_text("[log]\nlevel = 'debug'\n")
    monkeypatch.setenv("BARTIZAN_CONFIG", str(other))
    assert settings_file() == other
    assert load_settings().log.level == "debug"


def test_a_named_file_that_is_missing_is_an_error(monkeypatch):
    monkeypatch.setenv("BARTIZAN_CONFIG", "nowhere.toml")
    with pytest.raises(SettingsError, match=r"nowhere\.toml"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BARTIZAN_SERVER__PORT", "eighty", "server.port"),
        ("BARTIZAN_SERVER__PROT", "80", "server.prot"),
        ("BARTIZAN_SEVER__PORT", "80", "BARTIZAN_SEVER__PORT"),
    ],
)
def test_a_bad_setting_is_named(monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=said):
        load_settings()


def test_a_bad_secret_is_named_but_never_shown(monkeypatch):
    monkeypatch.setenv("BARTIZAN_IDENTITY__ADMIN_PASSWORD__X", "hunter2")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "hunter2" not in str(refused.value)


def test_a_broken_file_is_an_error_not_a_traceback(tmp_path):
    (tmp_path / "bartizan.toml").write_text("[server\n")
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings()
