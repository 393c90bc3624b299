import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.confusables import (
    count_invisible,
    distance,
    fold,
    mixed_scripts,
    scripts,
    skeleton,
    strip_invisible,
)


@pytest.mark.parametrize(
    ("fake", "brand"),
    [
        ("pаypal", "paypal"),
        ("paypa1", "paypal"),
        ("PayPaI", "paypal"),
        ("rnicrosoft", "microsoft"),
        ("vvhatsapp", "whatsapp"),
        ("g00gle", "google"),
        ("ａｍａｚｏｎ", "amazon"),
        ("Micro\U000e0100soft", "microsoft"),
        ("pay\u200bpal", "paypal"),
        ("ɡoogle", "google"),
        ("àpple", "apple"),
        ("𝐩𝐚𝐲𝐩𝐚𝐥", "paypal"),
    ],
)
def test_look_alikes_share_a_skeleton(fake, brand):
    assert skeleton(fake) == skeleton(brand)


def test_different_words_do_not():
    assert skeleton("paypal") != skeleton("payroll")


def test_folding_keeps_words_readable():
    assert fold("Ѕесurіty 2024 café") == "security 2024 cafe"


def test_invisible_characters():
    assert strip_invisible("a\u200b\ufe0fb") == "ab"
    assert count_invisible("a\u200b\ufe0fb") == 2
    assert count_invisible("ab") == 0


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("pаypal", True),
        ("paypal", False),
        ("привет", False),
        ("hello привет", False),
        ("東京tower", False),
        ("カタカナ漢字", False),
        ("αpple", True),
    ],
)
def test_scripts_mixed_in_one_word(text, mixed):
    assert mixed_scripts(text) is mixed


def test_scripts_by_name():
    assert scripts("aб1") == {"LATIN", "CYRILLIC"}


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("paypal", "paypal", 0),
        ("paypal", "papyal", 1),
        ("paypal", "paypall", 1),
        ("paypal", "payppal", 1),
        ("paypal", "paypel", 1),
        ("", "abc", 3),
        ("paypal", "microsoft", 4),
        ("ab", "ba", 1),
    ],
)
def test_distances(one, other, far):
    assert distance(one, other) == far


WORD = st.text("abc", max_size=8)


@given(WORD, WORD)
def test_distance_is_symmetric_and_bounded(one, other):
    assert distance(one, other, 9) == distance(other, one, 9) <= max(len(one), len(other))
    assert (distance(one, other) == 0) == (one == other)


@given(st.text(max_size=60))
def test_a_skeleton_is_stable(text):
    assert fold(fold(text)) == fold(text)
    mixed_scripts(text)
