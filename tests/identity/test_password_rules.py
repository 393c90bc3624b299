from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.identity.errors import WeakPasswordError
from bartizan.identity.password_rules import refuse_weak


@pytest.mark.parametrize(
    "password",
    [
        "quarry-lantern-7-osprey",
        "xk29 vq7m wzt4",
        "Donaudampfschiff 42 fährt",
        "пароль-от-старой-лодки",
        "my dragon eats 14 green umbrellas",
    ],
)
def test_a_good_password_passes(password):
    refuse_weak(password, "ana")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "elevenchars",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "password1234",
        "PASSWORD-password",
        "P@ssw0rd!2026",
        "Passw0rd!!!!!!!!!",
        "qwertyuiop[]",
        "qwertz123456",
        "Summer2026!!",
        "iloveyouiloveyou",
        "correct horse battery staple".replace(" ", ""),
        "1qaz2wsx3edc1qaz"[:8] + "1qaz2wsx",
        "adminadmin123",
        "letmein-welcome",
        "12345678901234567890",
    ],
)
def test_what_everybody_tries_first_is_refused(password):
    with pytest.raises(WeakPasswordError) as refused:
        refuse_weak(password, "somebody")
    assert not password or password not in refused.value.detail


def test_the_user_name_may_not_be_in_it():
    with pytest.raises(WeakPasswordError, match="user name"):
        refuse_weak("xk29-MARGARETHE-vq7m", "margarethe")
    refuse_weak("xk29-al-vq7m-wzt4", "al")


def test_length_is_bounded_above():
    with pytest.raises(WeakPasswordError, match="at most"):
        refuse_weak("xk29vq7mwzt4" * 100, "ana")


@given(st.text(max_size=2000), st.text(max_size=64))
def test_any_text_is_judged_without_raising_anything_else(password, username):
    with suppress(WeakPasswordError):
        refuse_weak(password, username)
        assert 12 <= len(password) <= 1024
