"""The console's files over HTTP: caching, compression, policy, and what hostile paths get."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from bartizan.console.assets import POLICY, Console

SCRIPT = b"console.log('a script long enough to be worth compressing')\n" * 40
PAGE = b'<!doctype html><html lang="en" data-theme="system"><title>Bartizan</title>'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_text("not for anyone")
    folder = outside / "dist"
    assets = folder / "assets"
    assets.mkdir(parents=True)
    (folder / "index.html").write_bytes(PAGE)
    (folder / "icon.svg").write_text("<svg/>")
    (assets / "index-Ab12.js").write_bytes(SCRIPT)
    (assets / "index-Ab12.js.gz").write_bytes(gzip.compress(SCRIPT))
    (assets / "index-Ab12.js.br").write_bytes(b"brotli stands here")
    return folder


@pytest.fixture(scope="module")
def client(built: Path) -> TestClient:
    return TestClient(Console(built))


def test_hashed_names_are_kept_for_ever(client: TestClient):
    answer = client.get("/assets/index-Ab12.js", headers={"accept-encoding": "identity"})
    assert answer.content == SCRIPT
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")


def test_a_client_that_takes_gzip_gets_the_file_made_at_build_time(client: TestClient):
    answer = client.get("/assets/index-Ab12.js", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(SCRIPT)
    assert answer.content == SCRIPT
    assert answer.headers["vary"] == "Accept-Encoding"


def test_brotli_comes_first_and_keeps_the_type_of_the_file(client: TestClient):
    answer = client.head("/assets/index-Ab12.js", headers={"accept-encoding": "gzip, br;q=0.9"})
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["content-type"].startswith("text/javascript")


def test_an_encoding_with_no_quality_is_refused(client: TestClient):
    answer = client.head("/assets/index-Ab12.js", headers={"accept-encoding": "br;q=0, gzip; q=0"})
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/mail/messages/0190", "/index.html", "/no/such/thing"])
def test_every_other_path_is_the_page_and_is_never_stored(client: TestClient, path: str):
    answer = client.get(path)
    assert answer.content == PAGE
    assert answer.headers["cache-control"] == "no-store"


def test_a_missing_asset_is_not_the_page(client: TestClient):
    answer = client.get("/assets/index-Old1.js")
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/assets/index-Ab12.js", "/assets/none.js", "/icon.svg"])
def test_every_answer_carries_the_policy(client: TestClient, path: str):
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_the_policy_lets_nothing_inline_and_no_other_origin():
    directives = dict(part.split(" ", 1) for part in POLICY.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert directives["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_chosen_theme_is_in_the_first_byte(client: TestClient, theme: str):
    answer = client.get("/", headers={"cookie": f"a=b; bartizan_theme={theme}"})
    assert f'data-theme="{theme}"' in answer.text


@pytest.mark.parametrize("cookie", ['bartizan_theme="><script>', "bartizan_theme=blue", "=;=\x7f"])
def test_a_hostile_theme_changes_nothing(client: TestClient, cookie: str):
    assert client.get("/", headers={"cookie": cookie}).content == PAGE


def test_only_reading_is_allowed(client: TestClient):
    answer = client.post("/", content=b"x")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_without_a_build_one_plain_page_says_what_to_run(tmp_path: Path):
    answer = TestClient(Console(tmp_path)).get("/mail/messages")
    assert answer.status_code == 503
    assert "make console" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_build_under_a_running_server_is_served(tmp_path: Path):
    client = TestClient(Console(tmp_path))
    assert client.get("/").status_code == 503
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "new-Cd34.js").write_bytes(SCRIPT)
    (tmp_path / "index.html").write_bytes(PAGE)
    assert client.get("/").content == PAGE
    assert client.get("/assets/new-Cd34.js").content == SCRIPT


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
        "//secret.txt",
    ],
)
def test_no_path_leaves_the_folder(client: TestClient, path: str):
    assert "not for anyone" not in client.get(path).text


@given(st.text(max_size=60))
def test_any_path_is_answered_with_the_page_or_a_refusal(client: TestClient, path: str):
    from urllib.parse import quote

    answer = client.get("/" + quote(path, safe="/.%"))
    assert answer.status_code in {200, 404}
    assert "not for anyone" not in answer.text
