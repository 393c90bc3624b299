from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from bartizan.base.clock import ManualClock
from bartizan.base.ids import new_id
from bartizan.identity.access_tokens import AccessTokens

USER, FAMILY = new_id(), new_id()
KEY = OKPKey.generate_key("Ed25519")
START = datetime(2026, 11, 1, tzinfo=UTC)


def tokens(clock=None, *, key=KEY, issuer="https://watch.example"):
    return AccessTokens(key, clock or ManualClock(START), issuer=issuer, life=timedelta(minutes=10))


def forged(*, key=KEY, header=None, **changes):
    claims = {
        "iss": "https://watch.example",
        "aud": "bartizan",
        "sub": USER,
        "sid": FAMILY,
        "exp": int(START.timestamp()) + 60,
    } | changes
    header = {"alg": "Ed25519", "typ": "at+jwt"} | (header or {})
    present = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(header, present, key, algorithms=[header["alg"]])


def test_a_token_says_who_and_until_when():
    claims = tokens().read(tokens().issue(USER, FAMILY))
    assert claims is not None
    assert (claims.user_id, claims.family) == (USER, FAMILY)
    assert claims.expires_at == START + timedelta(minutes=10)


def test_the_hand_made_token_of_these_tests_is_accepted():
    assert tokens().read(forged()) is not None


def test_a_token_ends_after_its_life():
    clock = ManualClock(START)
    token = tokens(clock).issue(USER, FAMILY)
    clock.advance(599)
    assert tokens(clock).read(token) is not None
    clock.advance(1)
    assert tokens(clock).read(token) is None


@pytest.mark.parametrize(
    "token",
    [
        forged(iss="https://elsewhere.example"),
        forged(aud="something-else"),
        forged(aud=None),
        forged(iss=None),
        forged(exp=None),
        forged(exp="tomorrow"),
        forged(sub="admin"),
        forged(sub=7),
        forged(sid=None),
        forged(header={"typ": "JWT"}),
        forged(key=OKPKey.generate_key("Ed25519")),
        forged(key=OctKey.import_key("x" * 32), header={"alg": "HS256"}),
    ],
)
def test_a_token_that_is_not_exactly_ours_is_refused(token):
    assert tokens().read(token) is None


def test_an_unsigned_token_is_refused():
    _, claims, _ = tokens().issue(USER, FAMILY).split(".")
    assert tokens().read(f"eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{claims}.") is None


def test_one_changed_byte_is_noticed():
    token = tokens().issue(USER, FAMILY)
    head, claims, signature = token.split(".")
    other = "B" if claims[5] != "B" else "C"
    assert tokens().read(f"{head}.{claims[:5]}{other}{claims[6:]}.{signature}") is None


def test_another_installation_does_not_accept_it():
    assert tokens(issuer="https://other.example").read(tokens().issue(USER, FAMILY)) is None


@given(st.text() | st.from_regex(r"[\w-]{0,80}\.[\w-]{0,80}\.[\w-]{0,80}", fullmatch=True))
def test_any_text_is_read_without_raising(text):
    assert tokens().read(text) is None


def test_a_nest_of_json_is_refused():
    nested = jwt.encode({"alg": "Ed25519", "typ": "at+jwt"}, {"sub": [[[[]]]]}, KEY, ["Ed25519"])
    assert tokens().read(nested) is None
    assert tokens().read("a" * 5000) is None
