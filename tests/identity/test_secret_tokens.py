from hypothesis import given
from hypothesis import strategies as st

from bartizan.identity.secret_tokens import csrf_token, digest, new_token, same


def test_tokens_are_long_and_differ():
    many = {new_token() for _ in range(200)}
    assert len(many) == 200
    assert {len(token) for token in many} == {43}


@given(st.text())
def test_any_text_has_a_digest_and_a_csrf_token(text):
    assert len(digest(text)) == len(csrf_token(text)) == 64
    assert digest(text) != csrf_token(text)


def test_csrf_tokens_belong_to_one_session():
    one, other = new_token(), new_token()
    assert csrf_token(one) == csrf_token(one)
    assert csrf_token(one) != csrf_token(other)


@given(st.text(), st.text())
def test_same_is_equality(one, other):
    assert same(one, other) == (one == other)
    assert same(one, one)
