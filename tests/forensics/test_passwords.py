import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.passwords import MOST, find_passwords


@pytest.mark.parametrize(
    ("text", "password"),
    [
        ("The password: 1234", "1234"),
        ("Password for the archive is Infected.", "Infected"),
        ("Das Passwort lautet: Sommer2024!", "Sommer2024!"),
        ("Das Kennwort: »geheim«", "geheim"),
        ("La contraseña es abc-987", "abc-987"),
        ("mot de passe : XY77", "XY77"),
        ("A senha é 4431", "4431"),
        ("пароль на архив: 7777", "7777"),
        ("解压密码：abc123", "abc123"),
        ("パスワードは x9y8 です", "x9y8"),
        ("비밀번호: 0000", "0000"),
        ("Use 55-AB to open it (that is the password).", "55-AB"),
        ("pw=S3cret", "S3cret"),
        ("PASSCODE\n\n  9988\n", "9988"),
    ],
)
def test_passwords_in_many_languages(text, password):
    assert password in find_passwords(text)


def test_the_likeliest_comes_first():
    assert find_passwords("Order 77 of 2024-01-01. Password: abc")[0] == "abc"


def test_a_text_about_nothing_has_none():
    assert find_passwords("See you at 10:30 in room 4.") == ()


def test_there_are_never_too_many():
    text = " ".join(f"password a{number}" for number in range(1000))
    assert len(find_passwords(text)) == MOST


def test_a_hostile_text_costs_little():
    started = time.process_time()
    for piece in ("password ", "password" + " " * 200, "pass", "is " * 40, ":" * 50, "contrase"):
        find_passwords(piece * 20_000)
    assert time.process_time() - started < 3


@given(st.text(max_size=500))
def test_any_text(text):
    assert len(find_passwords("password" + text)) <= MOST
