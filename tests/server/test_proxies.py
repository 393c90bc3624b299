from ipaddress import ip_network

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from bartizan.server.proxies import TrustedProxies


async def who(request):
    return PlainTextResponse(request.client.host)


def seen(peer: str, *forwarded: str, trusted: str = "10.0.0.0/8") -> str:
    app = TrustedProxies(Starlette(routes=[Route("/", who)]), [ip_network(trusted)])
    client = TestClient(app, client=(peer, 1234))
    headers = [("X-Forwarded-For", line) for line in forwarded]
    return client.get("/", headers=headers).text


def test_a_trusted_proxy_names_the_client():
    assert seen("10.0.0.1", "203.0.113.9") == "203.0.113.9"


def test_proxies_behind_proxies_are_walked_back():
    assert seen("10.0.0.1", "203.0.113.9, 10.0.0.2") == "203.0.113.9"


def test_a_client_cannot_invent_what_stands_before_it():
    assert seen("10.0.0.1", "127.0.0.1, 203.0.113.9") == "203.0.113.9"


def test_a_stranger_is_not_believed():
    assert seen("198.51.100.7", "203.0.113.9") == "198.51.100.7"


@pytest.mark.parametrize("line", ["", "unknown", "<script>"])
def test_nonsense_is_passed_over(line):
    assert seen("10.0.0.1", line) == "10.0.0.1"
