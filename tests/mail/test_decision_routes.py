import pytest

from bartizan.mail.detecting import shipped_detectors
from bartizan.mail.public import Disposition

NOBODY = "00000000-0000-7000-8000-000000000000"


async def test_a_report_answers_with_every_decision(world, client):
    held = await world.received(disposition=Disposition.HOLD)
    body = {"verdict": "phish", "note": "fake"}
    answer = await client.post(f"/messages/{held}/report", json=body)
    assert answer.status_code == 200
    [decision] = answer.json()
    assert (decision["kind"], decision["label"], decision["actor_name"]) == (
        "report", "phish", "Alice",
    )  # fmt: skip
    assert (await client.get(f"/messages/{held}/decisions")).json() == [decision]


async def test_many_are_reported_at_once(world, client):
    held = await world.received(disposition=Disposition.HOLD)
    body = {"ids": [held, NOBODY], "verdict": "ham"}
    results = (await client.post("/messages/report", json=body)).json()["results"]
    assert [one["outcome"] for one in results] == ["recorded", "not_found"]


async def test_unknown_messages_are_not_found(client):
    assert (await client.get(f"/messages/{NOBODY}/decisions")).status_code == 404
    answer = await client.post(f"/messages/{NOBODY}/report", json={"verdict": "ham"})
    assert (answer.status_code, answer.json()["code"]) == (404, "message-missing")
    assert (await client.post(f"/messages/{NOBODY}/what-if", json={})).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "permission"),
    [
        ("POST", f"/messages/{NOBODY}/report", "mail:message:report"),
        ("POST", f"/messages/{NOBODY}/what-if", "mail:message:scan"),
        ("GET", f"/messages/{NOBODY}/thresholds", "mail:message:scan"),
        ("GET", f"/messages/{NOBODY}/decisions", "mail:message:read"),
        ("GET", "/decisions", "mail:message:read"),
        ("GET", "/analysis", "mail:overview:read"),
    ],
)
async def test_each_needs_its_permission(client, method, path, permission):
    body = {"verdict": "ham"} if path.endswith("report") else {}
    wrong = {"x-permissions": "mail:nothing:read"}
    denied = await client.request(method, path, json=body, headers=wrong)
    assert (denied.status_code, denied.json()["permission"]) == (403, permission)


async def test_the_thresholds_in_force_are_told(world, client):
    held = await world.received(disposition=Disposition.HOLD)
    assert (await client.get(f"/messages/{held}/thresholds")).json() == {
        "tag_at": 50, "hold_at": 75, "reject_at": 101,
    }  # fmt: skip
    assert (await client.get(f"/messages/{NOBODY}/thresholds")).status_code == 404


async def test_what_if_shows_both_verdicts_and_changes_nothing(world, client):
    held = await world.received(disposition=Disposition.HOLD, to=("bob@home.test",))
    answer = (await client.post(f"/messages/{held}/what-if", json={})).json()
    assert (answer["stored"]["disposition"], answer["supposed"]["disposition"]) == (
        "hold", "deliver",
    )  # fmt: skip
    assert answer["changes"] is True
    denied = {"deny": ["example.com"]}
    answer = (await client.post(f"/messages/{held}/what-if", json=denied)).json()
    assert answer["supposed"]["policy"] == "deny:example.com"
    assert (await world.message(held))["disposition"] == "hold"


async def test_the_analysis_of_the_last_days(world, client):
    held = await world.received(disposition=Disposition.HOLD)
    await client.post(f"/messages/{held}/report", json={"verdict": "phish"})
    found = (await client.get("/analysis", params={"days": 7})).json()
    assert (found["messages"], found["catch_rate"], len(found["days"])) == (1, 1.0, 7)
    [detector] = found["detectors"]
    assert detector["interval"]["high"] == 1.0
    shipped = shipped_detectors()["lookalike_domain"]
    assert (detector["title"], detector["description"]) == (
        shipped.about.title, shipped.description,
    )  # fmt: skip
    assert (await client.get("/analysis", params={"days": 0})).status_code == 422


async def test_the_last_decisions_name_their_messages(world, client):
    held = await world.received(disposition=Disposition.HOLD)
    await client.post(f"/messages/{held}/report", json={"verdict": "spam", "note": "again"})
    [told] = (await client.get("/decisions")).json()
    assert (told["message_id"], told["label"], told["note"]) == (held, "spam", "again")
    assert (told["subject"], told["disposition"]) == ("The minutes", "hold")
