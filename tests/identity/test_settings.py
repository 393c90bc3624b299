import pytest
from pydantic import ValidationError

from bartizan.identity.settings import IdentitySettings


def test_without_a_public_url_the_cookie_is_plain():
    settings = IdentitySettings()
    assert (settings.https, settings.cookie, settings.origin) == (False, "bartizan_session", None)


@pytest.mark.parametrize(
    ("url", "origin", "https"),
    [
        ("https://Watch.example.org", "https://watch.example.org", True),
        ("https://watch.example.org/console/", "https://watch.example.org", True),
        ("https://watch.example.org:8443/", "https://watch.example.org:8443", True),
        ("https://watch.example.org:443", "https://watch.example.org", True),
        ("http://127.0.0.1:8400", "http://127.0.0.1:8400", False),
    ],
)
def test_the_public_url_tells_origin_and_cookie(url, origin, https):
    settings = IdentitySettings(public_url=url)
    assert (settings.origin, settings.https) == (origin, https)
    assert settings.cookie == ("__Host-bartizan" if https else "bartizan_session")


def test_the_password_is_not_printed():
    assert "quarry" not in repr(IdentitySettings(admin_password="quarry-lantern"))


@pytest.mark.parametrize(
    "wrong", [{"session_hours": 0}, {"admin_username": "a b"}, {"public_url": "ftp://x"}, {"x": 1}]
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ValidationError):
        IdentitySettings(**wrong)


def test_every_setting_says_what_it_is_for():
    assert all(field.description for field in IdentitySettings.model_fields.values())
