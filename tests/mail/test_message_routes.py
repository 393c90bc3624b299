from bartizan.mail.public import Disposition
from bartizan.mail.verdict import Evidence

RAW = (
    b"From: Alice Example <alice@example.com>\r\nTo: bob@example.org\r\n"
    b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= \r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/related; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/html\r\n\r\n"
    b'<p>Hi</p><script>alert(1)</script><img src="cid:pic"><img src="http://x.example/t.gif">\r\n'
    b"--b\r\nContent-Type: image/png\r\nContent-ID: <pic>\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    b"--b\r\nContent-Type: text/html\r\n"
    b'Content-Disposition: attachment; filename="a\\"; x.html"\r\n\r\n<script>1</script>\r\n'
    b"--b--\r\n"
)


def ids(answer) -> list[str]:
    return [item["id"] for item in answer.json()["items"]]


async def test_one_message_in_full(world, client):
    identifier = await world.received(RAW, disposition=Disposition.TAG)
    shown = (await client.get(f"/messages/{identifier}")).json()
    assert (shown["subject"], shown["from_name"]) == ("Grüße", "Alice Example")
    assert (shown["state"], shown["disposition"], shown["score"]) == ("delivering", "tag", 91)
    assert shown["verdict"]["reasons"][0]["id"] == "lookalike_domain"
    assert shown["authentication"]["spf"]["result"] == "pass"
    assert shown["envelope"]["from"] == "alice@example.com"
    assert [part["content_type"] for part in shown["parts"]] == [
        "multipart/related", "text/html", "image/png", "text/html",
    ]  # fmt: skip
    assert shown["parts"][2]["size"] == 8
    assert {"name": "Subject", "value": "Grüße"} in [
        {"name": one["name"], "value": one["value"].strip()} for one in shown["headers"]
    ]
    assert [entry["kind"] for entry in shown["timeline"]] == ["received", "judged"]
    assert shown["deliveries"] == [
        {"address": "bob@example.org", "state": "pending", "attempts": 0, "response": None,
         "next_attempt_at": None},
    ]  # fmt: skip
    assert shown["expires_at"] is None


async def test_the_body_runs_nothing_and_loads_nothing(world, client):
    identifier = await world.received(RAW)
    answer = await client.get(f"/messages/{identifier}/body")
    assert "<script" not in answer.text
    assert ' src="http' not in answer.text
    assert f'src="/api/v1/mail/messages/{identifier}/parts/2"' in answer.text
    assert answer.headers["content-security-policy"].startswith("sandbox allow-popups")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


async def test_the_body_shows_the_evidence_of_a_detector_where_it_is_asked_to(world, client):
    raw = b"Subject: x\r\nContent-Type: text/html\r\n\r\n<p>Look at your domain</p>"
    seen = Evidence(where="body", text="look at")
    world.judge.says(Disposition.HOLD)
    [reason] = world.judge.verdict.reasons
    told = reason.model_copy(update={"evidence": (seen,)})
    world.judge.verdict = world.judge.verdict.model_copy(update={"reasons": (told,)})
    identifier = await world.accept(raw)
    await world.mail.judging.judge(identifier)
    path = f"/messages/{identifier}/body"
    assert "<mark" not in (await client.get(path)).text
    for wanted in ("all", "lookalike_domain"):
        answer = await client.get(path, params={"mark": wanted})
        assert "Look at</mark> your domain" in answer.text
        assert answer.headers["Content-Security-Policy"].startswith("sandbox ")
    assert "<mark" not in (await client.get(path, params={"mark": "another"})).text


async def test_parts_are_downloads_but_for_pictures_of_the_body(world, client):
    identifier = await world.received(RAW)
    picture = await client.get(f"/messages/{identifier}/parts/2")
    assert (picture.headers["content-type"], picture.content) == ("image/png", b"\x89PNG\r\n\x1a\n")
    page = await client.get(f"/messages/{identifier}/parts/3")
    assert page.headers["content-type"] == "application/octet-stream"
    assert page.headers["content-disposition"].startswith('attachment; filename="a')
    assert page.headers["content-disposition"].count('"') == 2
    assert (await client.get(f"/messages/{identifier}/parts/99")).status_code == 404


async def test_who_downloads_is_recorded(world, client):
    identifier = await world.received(RAW)
    raw = await client.get(f"/messages/{identifier}/raw")
    assert (raw.content, raw.headers["content-type"]) == (RAW, "message/rfc822")
    await client.get(f"/messages/{identifier}/parts/3")
    assert await world.ledger.seal() == 3
    entries = [await world.ledger.entry(index) for index in (1, 2)]
    assert [(entry.action, entry.details["what"]) for entry in entries] == [
        ("mail:message:download", "the whole message"),
        ("mail:message:download", "part 3"),
    ]
    assert {entry.request_id for entry in entries} == {"r1"}


async def test_text(world, client):
    identifier = await world.received(b"Subject: x\r\n\r\nJust text.\r\n")
    answer = await client.get(f"/messages/{identifier}/text")
    assert answer.json() == {"text": "Just text.\r\n"}


async def test_unknown_and_deleted_messages(world, client):
    unknown = "00000000-0000-7000-8000-000000000000"
    for path in ("", "/raw", "/body", "/text", "/parts/0"):
        assert (await client.get(f"/messages/{unknown}{path}")).status_code == 404
    identifier = await world.received(RAW, disposition=Disposition.HOLD)
    await client.post("/quarantine/delete", json={"ids": [identifier], "reason": "phish"})
    assert (await client.get(f"/messages/{identifier}/raw")).json()["code"] == "message-deleted"
    shown = (await client.get(f"/messages/{identifier}")).json()
    assert (shown["state"], shown["parts"]) == ("deleted", [])
    assert shown["timeline"][-1]["kind"] == "deleted"
    assert shown["timeline"][-1]["actor"] == "Alice"


async def test_lists_are_filtered(world, client):
    tagged = await world.received(RAW, disposition=Disposition.TAG)
    world.clock.advance(1)
    plain = await world.received(RAW, sender="carol@other.example", to=("dave@example.net",))
    assert ids(await client.get("/messages")) == [plain, tagged]
    assert ids(await client.get("/messages", params={"disposition": "tag"})) == [tagged]
    assert ids(await client.get("/messages", params={"state": "held"})) == []
    assert ids(await client.get("/messages", params={"recipient": "DAVE@"})) == [plain]
    assert ids(await client.get("/messages", params={"sender": "carol"})) == [plain]
    assert ids(await client.get("/messages", params={"query": "grüße"})) != []
    assert ids(await client.get("/messages", params={"query": "100%"})) == []
    moment = (await client.get("/messages")).json()["items"][0]["received_at"]
    assert ids(await client.get("/messages", params={"received_after": moment})) == [plain]
    assert ids(await client.get("/messages", params={"received_before": moment})) == [tagged]
    naive = await client.get("/messages", params={"received_after": "2026-01-01T00:00:00"})
    assert naive.status_code == 422


async def test_pages_by_cursor_miss_nothing_while_mail_comes_in(world, client):
    made = [await world.received(b"Subject: %d\r\n\r\n" % number) for number in range(5)]
    first = await client.get("/messages", params={"page_size": 2})
    assert (first.json()["total"], first.json()["has_next"]) == (5, True)
    await world.received(RAW)
    seen = ids(first)
    cursor = first.json()["next_cursor"]
    while cursor:
        page = await client.get("/messages", params={"page_size": 2, "cursor": cursor})
        seen += ids(page)
        cursor = page.json()["next_cursor"]
    assert seen == made[::-1]
    second = await client.get("/messages", params={"page_size": 2, "page": 2})
    assert ids(second) == [made[3], made[2]]


async def test_a_message_shows_what_people_decided_and_who_its_sender_is(world, client):
    await world.received(proved=True)
    held = await world.received(disposition=Disposition.HOLD, proved=True)
    await client.post(f"/messages/{held}/report", json={"verdict": "ham", "note": "known"})
    await client.post("/quarantine/release", json={"ids": [held], "reason": "known"})
    found = (await client.get(f"/messages/{held}")).json()
    assert [one["kind"] for one in found["decisions"]] == ["report", "release"]
    assert (found["label"], found["sender"]["proved"]["reported_ham"]) == ("ham", 1)
    assert found["sender"]["proved"]["messages"] == 2
    assert "Reported as ham: known" in [one["sentence"] for one in found["timeline"]]
    verdict = found["verdict"]
    assert (verdict["mitigations"], verdict["withheld"], verdict["suspected"]) == ([], [], None)


async def test_a_message_without_an_author_has_no_sender(world, client):
    identifier = await world.received(b"Subject: x\r\n\r\n")
    assert (await client.get(f"/messages/{identifier}")).json()["sender"] is None
