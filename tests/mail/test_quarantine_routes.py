import asyncio

import pytest

from bartizan.mail.public import Disposition


async def test_the_quarantine_and_its_release(world, client):
    held = await world.received(disposition=Disposition.HOLD)
    await world.received()
    listed = (await client.get("/quarantine")).json()
    assert [(item["id"], item["state"]) for item in listed["items"]] == [(held, "held")]
    assert listed["items"][0]["expires_at"] > listed["items"][0]["held_at"]
    body = {"ids": [held, "00000000-0000-7000-8000-000000000000"], "reason": "known"}
    answer = (await client.post("/quarantine/release", json=body)).json()
    assert [one["outcome"] for one in answer["results"]] == ["released", "not_found"]
    assert (await client.get("/quarantine")).json()["total"] == 0
    again = (await client.post("/quarantine/release", json=body)).json()
    assert again["results"][0]["outcome"] == "already_released"


@pytest.mark.parametrize("ids_", [[], ["x"], ["0" * 36] * 201])
async def test_bulks_are_bounded(client, ids_):
    answer = await client.post("/quarantine/release", json={"ids": ids_, "reason": "r"})
    assert answer.status_code == 422


async def test_the_figures(world, client):
    await asyncio.gather(*(world.received(b"Subject: %d\r\n\r\n" % n) for n in range(3)))
    await world.received(disposition=Disposition.HOLD)
    await world.received(disposition=Disposition.REJECT)
    found = (await client.get("/overview", params={"hours": 24})).json()
    assert (found["received"], found["waiting"]) == (5, 3)
    assert (found["held"], found["rejected"], found["held_now"]) == (1, 1, 2)
    assert sum(hour["received"] for hour in found["by_hour"]) == 5
    assert sum(hour["held"] for hour in found["by_hour"]) == 2
    assert found["top_reasons"] == [
        {"id": "lookalike_domain", "title": "Look-alike domain", "count": 2}
    ]
    assert found["median_milliseconds"] == 12.5
