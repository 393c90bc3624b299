import pytest
from fastapi.routing import APIRoute

from bartizan.base.access import PERMISSION_MARK, PUBLIC
from bartizan.base.paging import encode_cursor
from bartizan.identity.key_format import read_key
from bartizan.identity.public import Identity, IdentitySettings
from bartizan.identity.routes import router

NEW = "another-osprey-9-quarry"


@pytest.fixture
async def signed_in(browser, password):
    """The browser after signing in, sending its CSRF token like our page does."""
    answer = await browser.post("/session", json={"username": "admin", "password": password})
    browser.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return browser


async def create_ana(signed_in, password, *roles):
    answer = await signed_in.post(
        "/users",
        json={
            "username": "ana",
            "display_name": "Ana",
            "roles": roles or ["analyst"],
            "password": password,
        },
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_signing_in_sets_the_cookie_and_tells_who(browser, admin, password):
    answer = await browser.post("/session", json={"username": "Admin", "password": password})
    assert answer.status_code == 200
    body = answer.json()
    assert body["user"] == {
        "id": admin.id,
        "username": "admin",
        "display_name": "Administrator",
        "roles": ["admin"],
        "permissions": ["*", "identity:self:*"],
        "must_change_password": False,
    }
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("bartizan_session=")
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    shown = (await browser.get("/session")).json()
    assert shown == body


async def test_over_https_the_cookie_is_pinned_to_the_host(app, browser, password):
    app.state.services[Identity].settings = IdentitySettings(public_url="https://watch.example")
    answer = await browser.post("/session", json={"username": "admin", "password": password})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-bartizan=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


async def test_without_a_session_there_is_none(browser):
    for method, path in (("GET", "/session"), ("DELETE", "/session"), ("GET", "/keys")):
        answer = await browser.request(method, path)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


async def test_a_wrong_password_is_refused_and_the_wait_is_told(browser, settings):
    sent = {"username": "admin", "password": "wrong"}
    for _ in range(settings.account_tries):
        answer = await browser.post("/session", json=sent)
        assert (answer.status_code, answer.json()["code"]) == (401, "bad-credentials")
    answer = await browser.post("/session", json=sent)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/session", "/tokens", "/tokens/refresh"])
async def test_another_site_cannot_sign_anybody_in(browser, password, path):
    sent = {"username": "admin", "password": password}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        body = {"refresh_token": "x"} if "refresh" in path else sent
        answer = await browser.post(path, json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", None])
async def test_only_json_signs_in(browser, password, kind):
    body = f'{{"username":"admin","password":"{password}"}}'
    headers = {} if kind is None else {"Content-Type": kind}
    answer = await browser.post("/session", content=body, headers=headers)
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        "null",
        '{"username":"admin"}',
        '{"username":"admin","password":"\\ud800"}',
        '{"username":"\\ud800","password":"x"}',
        '{"username":"\\u0000","password":"x"}',
        '{"username":"admin","password":["x"]}',
        '{"username":"admin","password":"x","extra":1}',
        '{"username":"' + "a" * 300 + '","password":"x"}',
    ],
)
async def test_hostile_bodies_are_refused(browser, body):
    answer = await browser.post(
        "/session", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (401, 422)


async def test_signing_out_ends_the_session_and_the_cookie(signed_in):
    answer = await signed_in.delete("/session")
    assert answer.status_code == 204
    assert 'bartizan_session=""' in answer.headers["set-cookie"]
    assert (await signed_in.get("/session")).status_code == 401


async def test_a_change_without_the_csrf_token_is_refused(signed_in):
    del signed_in.headers["X-CSRF-Token"]
    answer = await signed_in.delete("/session")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert (await signed_in.get("/session")).status_code == 200


async def test_one_may_sign_in_again_without_signing_out(signed_in, password):
    del signed_in.headers["X-CSRF-Token"]
    old = signed_in.cookies["bartizan_session"]
    answer = await signed_in.post("/session", json={"username": "admin", "password": password})
    assert answer.status_code == 200
    assert signed_in.cookies["bartizan_session"] != old


async def test_tokens_work_refresh_and_end(browser, password):
    sent = {"username": "admin", "password": password}
    pair = (await browser.post("/tokens", json=sent)).json()
    assert (pair["token_type"], pair["expires_in"]) == ("Bearer", 600)
    bearer = {"Authorization": f"Bearer {pair['access_token']}"}
    assert (await browser.get("/users", headers=bearer)).status_code == 200
    assert (await browser.get("/session", headers=bearer)).status_code == 401
    old = {"refresh_token": pair["refresh_token"]}
    fresh = (await browser.post("/tokens/refresh", json=old, headers=bearer)).json()
    assert fresh["refresh_token"] != pair["refresh_token"]
    assert (await browser.delete("/session", headers=bearer)).status_code == 204
    again = {"refresh_token": fresh["refresh_token"]}
    assert (await browser.post("/tokens/refresh", json=again)).status_code == 401
    assert (await browser.get("/users", headers=bearer)).status_code == 401


async def test_changing_the_password_renews_cookie_and_csrf_token(signed_in, password):
    old = signed_in.cookies["bartizan_session"]
    answer = await signed_in.post("/password", json={"current": password, "new": NEW})
    assert answer.status_code == 204
    assert signed_in.cookies["bartizan_session"] != old
    shown = (await signed_in.get("/session")).json()
    assert answer.headers["X-CSRF-Token"] == shown["csrf_token"]
    signed_in.headers["X-CSRF-Token"] = shown["csrf_token"]
    wrong = await signed_in.post("/password", json={"current": "x", "new": "yet-more-osprey-5"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong-password")
    weak = await signed_in.post("/password", json={"current": NEW, "new": "password-password"})
    assert (weak.status_code, weak.json()["code"]) == (422, "weak-password")


async def test_users_are_created_listed_and_changed(signed_in, password):
    ana = await create_ana(signed_in, password)
    assert (ana["username"], ana["roles"], ana["must_change_password"]) == (
        "ana", ["analyst"], True,
    )  # fmt: skip
    assert "password_hash" not in ana
    page = (await signed_in.get("/users", params={"page_size": 1})).json()
    assert ([user["username"] for user in page["items"]], page["total"]) == (["admin"], 2)
    rest = (await signed_in.get("/users", params={"cursor": page["next_cursor"]})).json()
    assert [user["username"] for user in rest["items"]] == ["ana"]
    changed = await signed_in.patch(f"/users/{ana['id']}", json={"disabled": True})
    assert changed.json()["disabled"] is True
    missing = "0" * 8 + ana["id"][8:]
    assert (await signed_in.patch(f"/users/{missing}", json={})).status_code == 404
    assert (await signed_in.patch("/users/x", json={})).status_code == 422


async def test_conflicts_have_their_own_codes(signed_in, admin, password):
    await create_ana(signed_in, password)
    again = await signed_in.post(
        "/users",
        json={"username": "ANA", "display_name": "A", "roles": ["viewer"], "password": password},
    )
    assert (again.status_code, again.json()["code"]) == (409, "username-taken")
    last = await signed_in.patch(f"/users/{admin.id}", json={"roles": ["viewer"]})
    assert (last.status_code, last.json()["code"]) == (409, "last-administrator")


async def test_a_new_user_changes_the_password_first(signed_in, browser, password):
    await create_ana(signed_in, password)
    answer = await browser.post("/session", json={"username": "ana", "password": password})
    me = answer.json()["user"]
    assert (me["must_change_password"], me["permissions"]) == (True, ["identity:self:*"])
    browser.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    changed = await browser.post("/password", json={"current": password, "new": NEW})
    assert changed.status_code == 204
    me = (await browser.get("/session")).json()["user"]
    assert "mail:*:*" in me["permissions"]
    assert (await browser.get("/users")).status_code == 403


async def test_a_key_is_made_used_listed_and_revoked(signed_in):
    made = await signed_in.post("/keys", json={"name": "ci", "roles": ["auditor"]})
    assert made.status_code == 201
    key = made.json()
    assert read_key(key["key"]).prefix == key["prefix"]
    bearer = {"Authorization": f"Bearer {key['key']}"}
    assert (await signed_in.get("/users", headers=bearer)).status_code == 200
    refused = await signed_in.post(
        "/keys", json={"name": "more", "roles": ["viewer"]}, headers=bearer
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "person-only")
    assert (await signed_in.delete("/session", headers=bearer)).status_code == 403
    (listed,) = (await signed_in.get("/keys")).json()["items"]
    assert listed == {name: value for name, value in key.items() if name != "key"} | {
        "last_used_at": listed["last_used_at"]
    }
    assert listed["last_used_at"] is not None
    assert (await signed_in.delete(f"/keys/{key['id']}")).status_code == 204
    assert (await signed_in.delete(f"/keys/{key['id']}")).status_code == 404
    assert (await signed_in.get("/users", headers=bearer)).status_code == 401


@pytest.mark.parametrize("path", ["/users", "/keys"])
async def test_a_hostile_cursor_is_refused(signed_in, path):
    for cursor in ("%", "not ours", encode_cursor("\0"), encode_cursor("'")):
        answer = await signed_in.get(path, params={"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_every_route_says_what_it_needs():
    needs = {}
    for route in router.routes:
        assert isinstance(route, APIRoute)
        marks = [
            getattr(dependency.call, PERMISSION_MARK)
            for dependency in route.dependant.dependencies
            if hasattr(dependency.call, PERMISSION_MARK)
        ]
        (method,) = route.methods
        needs[f"{method} {route.path}"] = marks[0] if len(marks) == 1 else marks
    assert needs == {
        "POST /identity/session": PUBLIC,
        "GET /identity/session": "identity:self:read",
        "DELETE /identity/session": "identity:self:write",
        "POST /identity/tokens": PUBLIC,
        "POST /identity/tokens/refresh": PUBLIC,
        "POST /identity/password": "identity:self:write",
        "GET /identity/users": "identity:user:read",
        "POST /identity/users": "identity:user:write",
        "PATCH /identity/users/{identifier}": "identity:user:write",
        "GET /identity/keys": "identity:self:read",
        "POST /identity/keys": "identity:self:write",
        "DELETE /identity/keys/{identifier}": "identity:self:write",
    }


def test_every_refusal_is_documented(app):
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            documented = set(operation["responses"])
            assert {"401", "403"} <= documented, f"{method} {path}"
            if "requestBody" in operation or operation.get("parameters"):
                assert "422" in documented, f"{method} {path}"
