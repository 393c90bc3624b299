import pytest

ENTRY = {"kind": "block", "pattern": "Evil.test", "scope": "bob@example.org", "reason": "noise"}


async def test_a_sender_is_shown_with_the_lists_that_name_it(world, client):
    await world.received(proved=True)
    await client.post("/lists", json=ENTRY | {"pattern": "example.com"})
    found = (await client.get("/senders/alice@example.com")).json()
    assert (found["proved"]["messages"], found["claimed"]) == (1, None)
    assert found["lists"] == [
        {"kind": "block", "pattern": "example.com", "scope": "bob@example.org"}
    ]
    assert {one["kind"] for one in found["infrastructure"]} == {"network", "spf"}


async def test_a_stranger_is_not_found(client):
    answer = await client.get("/senders/x@y.test")
    assert (answer.status_code, answer.json()["code"]) == (404, "sender-missing")


async def test_an_address_may_hold_a_slash(world, client):
    await world.received(b"From: a/b@example.com\r\n\r\nHi\r\n")
    for path in ("/senders/a/b@example.com", "/senders/a%2Fb@example.com"):
        assert (await client.get(path)).json()["address"] == "a/b@example.com"


async def test_lists_are_kept(client):
    made = await client.post("/lists", json=ENTRY)
    assert (made.status_code, made.json()["pattern"]) == (201, "evil.test")
    again = await client.post("/lists", json=ENTRY)
    assert (again.status_code, again.json()["code"]) == (409, "list-entry-exists")
    listed = (await client.get("/lists", params={"kind": "block", "query": "bob"})).json()
    assert [one["id"] for one in listed["items"]] == [made.json()["id"]]
    gone = await client.delete(f"/lists/{made.json()['id']}", params={"reason": "sorry"})
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await client.get("/lists")).json()["total"] == 0
    assert (await client.delete(f"/lists/{made.json()['id']}")).status_code == 404


async def test_lists_have_pages_and_cursors(client):
    for number in range(3):
        await client.post("/lists", json=ENTRY | {"pattern": f"evil{number}.test"})
    first = (await client.get("/lists", params={"page_size": 2})).json()
    assert (first["total"], first["has_next"], len(first["items"])) == (3, True, 2)
    more = {"page_size": 2, "cursor": first["next_cursor"]}
    rest = (await client.get("/lists", params=more)).json()
    assert [one["pattern"] for one in rest["items"]] == ["evil0.test"]


@pytest.mark.parametrize("pattern", ["a b", "@", "x@", "a@b@c"])
async def test_what_is_no_sender_is_refused(client, pattern):
    assert (await client.post("/lists", json=ENTRY | {"pattern": pattern})).status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "permission"),
    [
        ("GET", "/senders/a@b.test", "mail:sender:read"),
        ("GET", "/lists", "mail:list:read"),
        ("POST", "/lists", "mail:list:write"),
        ("DELETE", f"/lists/{'0' * 36}", "mail:list:write"),
    ],
)
async def test_each_needs_its_permission(client, method, path, permission):
    wrong = {"x-permissions": "mail:nothing:read"}
    denied = await client.request(method, path, json=ENTRY, headers=wrong)
    assert (denied.status_code, denied.json()["permission"]) == (403, permission)
