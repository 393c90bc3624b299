import pytest

from bartizan.identity.cross_site import refuse_foreign, refuse_forged
from bartizan.identity.errors import CsrfError, ForeignOriginError
from bartizan.identity.request_facts import RequestFacts


def facts(method="POST", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return RequestFacts(method, "/", named, {})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "watch.example"},
        {"host": "watch.example", "origin": "https://watch.example"},
        {"host": "watch.example:8400", "origin": "http://Watch.Example:8400"},
        {"sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "none"},
    ],
)
def test_our_own_page_and_programs_pass(headers):
    refuse_foreign(facts(**headers), None)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "watch.example", "origin": "https://evil.example"},
        {"host": "watch.example", "origin": "https://watch.example.evil.example"},
        {"host": "watch.example", "origin": "https://watch.example:444"},
        {"host": "watch.example", "origin": "null"},
        {"host": "watch.example", "origin": ""},
        {"origin": "https://"},
        {"host": "", "origin": "http://"},
        {"host": "watch.example", "sec_fetch_site": "cross-site"},
        {"host": "watch.example", "sec_fetch_site": "same-site"},
    ],
)
def test_any_other_page_is_refused(headers):
    with pytest.raises(ForeignOriginError):
        refuse_foreign(facts(**headers), None)


def test_a_configured_origin_is_the_only_one():
    own = "https://watch.example"
    refuse_foreign(facts(host="10.0.0.5:8400", origin=own), own)
    with pytest.raises(ForeignOriginError):
        refuse_foreign(facts(host="10.0.0.5:8400", origin="http://10.0.0.5:8400"), own)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_needs_no_token(method):
    refuse_forged(facts(method, origin="https://evil.example"), "token", None)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "post", ""])
def test_anything_else_does(method):
    refuse_forged(facts(method, x_csrf_token="token"), "token", None)
    for wrong in ({}, {"x_csrf_token": "tokem"}, {"x_csrf_token": "tok\xe9n"}):
        with pytest.raises(CsrfError):
            refuse_forged(facts(method, **wrong), "token", None)


def test_both_walls_stand():
    sent = facts(host="watch.example", origin="https://evil.example", x_csrf_token="token")
    with pytest.raises(ForeignOriginError):
        refuse_forged(sent, "token", None)
