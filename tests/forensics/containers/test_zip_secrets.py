import os

from bartizan.forensics.containers.zip_secrets import read_aes_field, unlock_aes, unlock_old


def test_a_wrong_password_is_seen():
    assert unlock_aes(bytes(64), b"x", 32) is None
    assert unlock_aes(b"", b"x", 32) is None
    assert unlock_old(b"short", b"x", 0) is None


def test_about_one_wrong_password_in_256_passes_the_old_check():
    passed = sum(unlock_old(os.urandom(12), b"x", 7) is not None for _ in range(2000))
    assert passed < 40


def test_the_field_of_aes():
    assert read_aes_field(b"\2\0AE\3\x08\0") == (32, 8)
    assert read_aes_field(b"\2\0AE\x09\x08\0") is None
    assert read_aes_field(b"\2\0") is None
