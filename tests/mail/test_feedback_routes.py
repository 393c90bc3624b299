from pathlib import Path

import pytest

from bartizan.mail.authentication.results import PublishedPolicy
from bartizan.mail.feedback.aggregate import Record
from bartizan.mail.feedback.outgoing import repository
from bartizan.mail.feedback.outgoing.evaluated import Evaluated

HERE = Path(__file__).parent / "feedback"
AGGREGATE = (HERE / "aggregate.xml").read_bytes()

SEEN = Evaluated(
    "shop.example",
    PublishedPolicy(p="none"),
    Record(
        source_ip="192.0.2.7", count=1, disposition="none", dkim="pass", spf="fail",
        header_from="shop.example",
    ),
)  # fmt: skip


async def test_a_report_is_sent_in_listed_and_read(client):
    answer = await client.post("/feedback", content=AGGREGATE)
    (kept,) = answer.json()["reports"]
    assert (answer.status_code, kept["is_new"]) == (200, True)
    await client.post("/feedback", content=(HERE / "tls.json").read_bytes())
    listed = (await client.get("/feedback", params={"kind": "aggregate"})).json()
    assert [(one["id"], one["passed"]) for one in listed["items"]] == [(kept["id"], 12)]
    found = (await client.get(f"/feedback/{kept['id']}")).json()
    assert found["aggregate"]["policy"]["p"] == "reject"
    assert found["tls"] is None


async def test_sources_are_shown_with_the_worst_first(client):
    await client.post("/feedback", content=AGGREGATE)
    found = (await client.get("/feedback/sources", params={"days": 3650})).json()["sources"]
    assert [(one["source_ip"], one["total"] - one["passed"]) for one in found] == [
        ("2001:db8::1", 3), ("192.0.2.7", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"hello"])
async def test_a_file_without_a_report_is_refused(client, content):
    answer = await client.post("/feedback", content=content)
    assert (answer.status_code, answer.json()["code"]) == (422, "mail-report-unreadable")


async def test_each_door_asks_for_its_permission(client):
    client.headers["x-permissions"] = "mail:feedback:read"
    assert (await client.get("/feedback")).status_code == 200
    assert (await client.post("/feedback", content=AGGREGATE)).status_code == 403
    client.headers["x-permissions"] = "mail:message:read"
    assert (await client.get("/feedback/sources")).status_code == 403
    assert (await client.get("/feedback/" + "0" * 36)).status_code == 403


async def test_a_report_nobody_sent_is_not_found(client):
    assert (await client.get("/feedback/" + "0" * 36)).status_code == 404


async def test_reports_of_ours_are_listed_before_they_are_sent(client, world):
    async with world.database.transaction() as connection:
        await repository.count(connection, [SEEN], world.clock.now())
    [one] = (await client.get("/feedback/outgoing", params={"domain": "Shop.example"})).json()[
        "items"
    ]
    assert (one["domain"], one["state"], one["messages"]) == ("shop.example", "gathering", 1)
    assert (one["recipients"], one["message_id"]) == (None, None)
    other = await client.get("/feedback/outgoing", params={"domain": "else.example"})
    assert other.json()["total"] == 0
    client.headers["x-permissions"] = "mail:message:read"
    assert (await client.get("/feedback/outgoing")).status_code == 403
