from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.evaluation.near_duplicates import clusters, signature

OFFER = (
    "Dear {name}, your parcel number {number} could not be handed over today. Please pay the "
    "outstanding fee of two pounds within a day, or we shall send it back to where it came from."
)
OTHER = "The minutes of our meeting on Tuesday are attached; please read them before the next one."


def test_copies_of_one_mailing_are_one_cluster():
    texts = [OFFER.format(name="Ada", number=17), OTHER, OFFER.format(name="Grace", number=4711)]
    assert clusters([signature(text) for text in texts]) == [0, 1, 0]


def test_texts_without_words_stay_apart():
    assert clusters([signature("123"), signature(""), signature("!!")]) == [0, 1, 2]


def test_short_texts_are_compared_too():
    assert clusters([signature("Call me"), signature("call ME!"), signature("Hello")]) == [0, 0, 2]


@given(st.lists(st.text(max_size=50), max_size=20))
def test_a_cluster_is_named_by_its_first_member(texts):
    found = clusters([signature(text) for text in texts])
    assert all(leader <= index and found[leader] == leader for index, leader in enumerate(found))
