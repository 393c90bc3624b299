import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.confusables import distance
from bartizan.mail.likeness import closest, keys_of, name_key, named, one_edit_apart

LETTERS = "abcdefghijkmnopqrstuvwxyz"
words = st.text(LETTERS, min_size=5, max_size=12)


@pytest.mark.parametrize(
    ("address", "known", "expected"),
    [
        ("bo@partmer.test", "bo@partner.test", True),
        ("bo@partner.test", "bo@partner.test", False),
        ("anna.berg@partner.test", "anna.borg@partner.test", True),
        ("bo@else.test", "bo@partner.test", False),
        ("al@partner.test", "bo@partner.test", False),
        ("team1@partner.test", "team2@partner.test", False),
        ("bo@rnarket.test", "bo@market.test", True),
        ("rnouse@partner.test", "gmouse@partner.test", False),
        ("pаypal@partner.test", "paypal@partner.test", True),
    ],
)
def test_one_letter_is_what_makes_a_look_alike(address, known, expected):
    assert (closest(address, [known]) == known) is expected


def test_names_are_compared_as_people_read_them():
    assert name_key("Bo Berg") == name_key("BERG, Bo") == name_key("Bо Berg")
    assert name_key("Info") == ""


@given(words, words, st.data())
def test_whoever_differs_in_one_letter_shares_a_key(local, site, draw):
    known = f"{local}@{site}.test"
    changed = draw.draw(st.sampled_from([local, site]))
    place = draw.draw(st.integers(0, len(changed) - 1))
    letter = draw.draw(st.sampled_from(LETTERS))
    how = draw.draw(st.sampled_from(["another", "one more", "one less"]))
    rest = changed[place + 1 :] if how != "one more" else changed[place:]
    edited = changed[:place] + ("" if how == "one less" else letter) + rest
    other = f"{edited}@{site}.test" if changed is local else f"{local}@{edited}.test"
    if closest(other, [known]) is not None:
        assert set(keys_of(other, "")) & set(keys_of(known, ""))


@given(st.text(), st.text())
def test_keys_are_few_whatever_they_are_made_of(address, name):
    assert len(keys_of(address, name_key(name))) <= 5
    name_key(name).encode()


def test_a_name_without_words_is_no_key():
    assert named("") == ()
    assert named("berg bo") == ("name berg bo",)


@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_one_edit_is_what_the_distance_says(one, other):
    assert one_edit_apart(one, other) == (distance(one, other, limit=1) == 1)
