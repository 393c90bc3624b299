import pytest
from pydantic import ValidationError

from bartizan.identity.schemas import (
    Credentials,
    KeyShown,
    NewKey,
    NewUser,
    UserChange,
    UserShown,
)

GOOD = {
    "username": "ana",
    "display_name": "Ana María O'Neill-Šimek",
    "roles": ["viewer"],
    "password": "quarry-lantern-7-osprey",
}


def test_a_user_is_read():
    assert NewUser.model_validate(GOOD).display_name == GOOD["display_name"]


@pytest.mark.parametrize(
    "change",
    [
        {"username": ""},
        {"username": "a b"},
        {"username": "ana\n"},
        {"username": "аna"},
        {"username": "-ana"},
        {"username": "a" * 65},
        {"display_name": ""},
        {"display_name": " ana"},
        {"display_name": "ana "},
        {"display_name": "a\x00b"},
        {"display_name": "a\nb"},
        {"display_name": "a\u202eb"},
        {"display_name": "a\u200bb"},
        {"display_name": "\ud800"},
        {"display_name": "a" * 201},
        {"roles": []},
        {"roles": ["emperor"]},
        {"roles": ["viewer"] * 9},
        {"password": "short"},
        {"password": "a" * 1025},
        {"admin": True},
    ],
)
def test_what_does_not_fit_is_refused(change):
    with pytest.raises(ValidationError):
        NewUser.model_validate(GOOD | change)


def test_roles_count_once():
    assert NewKey(name="k", roles=["viewer", "admin", "viewer"]).roles == ["admin", "viewer"]


@pytest.mark.parametrize("days", [0, -1, 3651, 1.5])
def test_a_key_lives_for_a_sensible_number_of_days(days):
    with pytest.raises(ValidationError):
        NewKey(name="k", roles=["viewer"], expires_in_days=days)


def test_passwords_are_not_shown():
    sent = Credentials(username="ana", password="quarry-lantern")
    assert "quarry" not in repr(sent) + str(sent.model_dump())
    with pytest.raises(ValidationError) as refused:
        UserChange(password="quarry")
    assert "quarry" not in str(refused.value.errors(include_input=False))


def test_hashes_are_never_on_the_wire():
    assert "password_hash" not in UserShown.model_fields
    assert "key_hash" not in KeyShown.model_fields
