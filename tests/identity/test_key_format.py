import string

from hypothesis import assume, given
from hypothesis import strategies as st

from bartizan.identity.key_format import base62, new_key, read_key

LETTERS = string.digits + string.ascii_letters


def test_a_new_key_reads_back():
    key = new_key()
    assert read_key(key.text) == key
    assert key.text.startswith(key.prefix + "_")
    assert (len(key.text), len(key.prefix)) == (61, 11)


def test_keys_differ():
    assert len({new_key().text for _ in range(200)}) == 200


@given(st.text())
def test_any_text_is_read_without_raising(text):
    assert read_key(text) is None


@given(st.integers(0, 60), st.sampled_from(LETTERS))
def test_one_mistyped_character_is_noticed(place, letter):
    text = new_key().text
    assume(text[place] != letter)
    assert read_key(text[:place] + letter + text[place + 1 :]) is None


@given(st.from_regex(r"bz_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}", fullmatch=True))
def test_a_made_up_key_fails_its_checksum(text):
    assert read_key(text) is None


def test_what_surrounds_a_key_is_not_part_of_it():
    text = new_key().text
    for other in (f" {text}", f"{text}\n", f"{text} ", text + text, text.upper()):
        assert read_key(other) is None


@given(st.integers(0, 2**256 - 1))
def test_base62_keeps_the_number_and_the_width(number):
    written = base62(number, 43)
    alphabet = string.digits + string.ascii_uppercase + string.ascii_lowercase
    value = 0
    for digit in written:
        value = value * 62 + alphabet.index(digit)
    assert (value, len(written)) == (number, 43)
