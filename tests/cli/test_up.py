from bartizan.assembly.settings import Settings
from bartizan.cli.up import greeting, roles
from bartizan.identity.public import FirstAdministrator


def test_everything_that_is_needed_runs():
    settings = Settings.model_validate({"worker": {"workers": 3, "gateways": 2}})
    assert [role.name for role in roles(settings)] == [
        "gateway-0", "gateway-1", "api", "worker-0", "worker-1", "worker-2",
    ]  # fmt: skip


def test_by_default_one_worker_a_core():
    assert any(role.name == "worker-0" for role in roles(Settings()))


def test_a_made_up_password_is_told_and_a_chosen_one_is_not():
    made_up = greeting(Settings(), FirstAdministrator("admin", "abc-def"))
    assert "http://127.0.0.1:8400" in made_up
    assert "password abc-def (shown only this once)" in made_up
    assert "from the settings" in greeting(Settings(), FirstAdministrator("admin", None))
    assert "you were given" in greeting(Settings(), None)
