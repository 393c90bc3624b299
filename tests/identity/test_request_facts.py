import pytest
from starlette.requests import HTTPConnection

from bartizan.identity.request_facts import RequestFacts, facts_of


def facts(**headers):
    return RequestFacts("GET", "/", headers, {})


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("BEARER abc", "abc"),
        ("Bearer", ""),
        ("Basic abc", None),
        ("Bearerabc", None),
        ("", None),
    ],
)
def test_only_the_bearer_scheme_carries_a_token(header, token):
    assert facts(authorization=header).bearer == token


def test_no_header_is_no_token():
    assert facts().bearer is None


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("POST", "/api/v1/identity/session", True),
        ("POST", "/api/v1/identity/tokens", True),
        ("POST", "/api/v1/identity/tokens/refresh", True),
        ("DELETE", "/api/v1/identity/session", False),
        ("GET", "/api/v1/identity/session", False),
        ("POST", "/api/v1/identity/keys", False),
        ("POST", "/api/v1/identity/session/", False),
    ],
)
def test_signing_in_is_recognised(method, path, expected):
    assert RequestFacts(method, path, {}, {}).signs_in is expected


def scope(kind, **more):
    return {
        "type": kind,
        "path": "/ws",
        "headers": [(b"cookie", b"bartizan_session=t"), (b"origin", b"http://x")],
        "client": ("192.0.2.7", 1234),
        **more,
    }


def test_a_request_is_read():
    read = facts_of(HTTPConnection(scope("http", method="POST")))
    assert (read.method, read.path, read.address) == ("POST", "/ws", "192.0.2.7")
    assert read.cookies["bartizan_session"] == "t"
    assert read.headers.get("origin") == "http://x"


def test_a_websocket_handshake_is_a_get_and_may_come_from_nowhere():
    read = facts_of(HTTPConnection(scope("websocket") | {"client": None}))
    assert (read.method, read.address) == ("GET", None)
