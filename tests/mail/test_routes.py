from types import SimpleNamespace

from fastapi.routing import APIRoute

from bartizan.base.access import PERMISSION_MARK
from bartizan.mail import message_routes, quarantine_routes


def test_every_route_names_its_permission():
    def marks(route):
        calls = [one.call for one in route.dependant.dependencies]
        return {getattr(call, PERMISSION_MARK) for call in calls if hasattr(call, PERMISSION_MARK)}

    found = {route.path: marks(route) for route in application_routes()}
    assert found == {
        "/mail/messages": {"mail:message:read"},
        "/mail/messages/{identifier}": {"mail:message:read"},
        "/mail/messages/{identifier}/raw": {"mail:message:read"},
        "/mail/messages/{identifier}/body": {"mail:message:read"},
        "/mail/messages/{identifier}/text": {"mail:message:read"},
        "/mail/messages/{identifier}/parts/{index}": {"mail:message:read"},
        "/mail/quarantine": {"mail:quarantine:read"},
        "/mail/quarantine/release": {"mail:quarantine:release"},
        "/mail/quarantine/delete": {"mail:quarantine:delete"},
        "/mail/overview": {"mail:overview:read"},
    }


def application_routes():
    for part in (message_routes.router, quarantine_routes.router):
        for route in part.routes:
            assert isinstance(route, APIRoute)
            yield SimpleNamespace(path=f"/mail{route.path}", dependant=route.dependant)


async def test_without_the_permission_nothing_is_shown(client):
    answer = await client.get("/messages", headers={"x-permissions": "mail:overview:read"})
    assert answer.status_code == 403
    assert answer.json()["permission"] == "mail:message:read"
