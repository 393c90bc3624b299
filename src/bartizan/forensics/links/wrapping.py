"""Reads the wrappers whose target takes more than naming a parameter."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from urllib.parse import unquote

import orjson

from bartizan.forensics.links.decoding import carried_address, looks_like_web, parameters
from bartizan.forensics.urls import Url, find_registration

_V3 = re.compile(r"/v3/__(.{1,16000}?)__(?:;([A-Za-z0-9+/_=-]{0,8000}))?!")
_V3_RUN = re.compile(r"\*(?:\*(.))?")
_V3_LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_CHECKPOINT = re.compile(r"/v[12]/(?:r\d{2}/)?___(.{1,16000}?)___")
_AMP = re.compile(r"/amp/(?:s/)?(.{1,16000})", re.DOTALL)
_AMP_CACHE = re.compile(r"/[cvri]/(?:s/)?(.{1,16000})", re.DOTALL)
_POSTMARK = {"3s": "https", "3": "http", "2s": "https", "2": "http"}
_LONGEST_SEARCH = 8_000
_SEARCH = re.compile(r"/(?:RU=|\*\*|.{0,200}?\*)(https?[:%].{1,16000}?)(?:/RK=|\Z)")


class HopKind(StrEnum):
    """What an address that leads on is for."""

    WRAPPER = "wrapper"
    TRACKER = "tracker"
    REDIRECTOR = "redirector"
    CACHE = "cache"


def read_special(url: Url) -> Iterator[tuple[str, HopKind]]:
    """Yield the address that a wrapper of a known form carries."""
    reader = _READERS.get(url.registrable)
    if reader is not None:
        yield from reader(url)
    elif url.registrable.startswith("google."):
        yield from _amp(url)
    elif _carries_whole(url.path):
        yield from _in_path(url)


def _urldefense(url: Url) -> Iterator[tuple[str, HopKind]]:
    version = url.path[:3]
    if version == "/v3":
        yield from _urldefense_3(url)
        return
    for name, value in parameters(url.query):
        if name == "u":
            text = value if version == "/v1" else value.replace("-", "%").replace("_", "/")
            yield unquote(text), HopKind.WRAPPER


def _urldefense_3(url: Url) -> Iterator[tuple[str, HopKind]]:
    query = f"?{url.query}" if url.query else ""
    fragment = f"#{url.fragment}" if url.fragment else ""
    match = _V3.match(url.path + query + fragment)
    if match is not None:
        yield _filled(match[1], match[2] or ""), HopKind.WRAPPER


def _filled(text: str, encoded: str) -> str:
    """Put back the characters that Proofpoint replaced by `*` (one) and `**A` (two and more)."""
    plain = encoded.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        held = base64.b64decode(plain + "=" * (-len(plain) % 4)).decode("utf-8", "replace")
    except binascii.Error:
        held = ""
    place = 0

    def fill(match: re.Match[str]) -> str:
        nonlocal place
        length = _V3_LENGTHS.find(match[1]) + 2 if match[1] else 1
        taken = held[place : place + max(length, 1)]
        place += len(taken)
        return taken or match[0]

    # One slash of `https://` is lost where a server tidied the path.
    return re.sub(r"\A(https?:)/(?!/)", r"\1//", _V3_RUN.sub(fill, text))


def _cisco(url: Url) -> Iterator[tuple[str, HopKind]]:
    if url.host.startswith("secure-web"):
        yield unquote(url.path.rpartition("/")[2]), HopKind.WRAPPER


def _checkpoint(url: Url) -> Iterator[tuple[str, HopKind]]:
    query = f"?{url.query}" if url.query else ""
    match = _CHECKPOINT.match(url.path + query)
    if match is not None:
        yield match[1], HopKind.WRAPPER


def _amazon(url: Url) -> Iterator[tuple[str, HopKind]]:
    """Read `…awstrack.me/L0/<address>/<number>/<token>`; the link text is escaped."""
    kind, _, rest = url.path.lstrip("/").partition("/")
    if kind in ("L0", "I0"):
        yield unquote(rest.partition("/")[0]), HopKind.TRACKER


def _postmark(url: Url) -> Iterator[tuple[str, HopKind]]:
    """Read `/3s/<address without scheme, escaped>/<token>/…`; `/3` was plain HTTP."""
    kind, _, rest = url.path.lstrip("/").partition("/")
    if kind in _POSTMARK:
        yield f"{_POSTMARK[kind]}://{unquote(rest.partition('/')[0])}", HopKind.TRACKER


def _mandrill(url: Url) -> Iterator[tuple[str, HopKind]]:
    """Read `/track/click/<id>/<host>?p=<JSON in base 64 with JSON within>`."""
    for name, value in parameters(url.query):
        if name == "p":
            yield from ((text, HopKind.TRACKER) for text in _mandrill_target(value))
    host = url.path.rpartition("/")[2]
    if url.path.startswith("/track/click/") and "." in host:
        yield f"http://{host}/", HopKind.TRACKER


def _mandrill_target(value: str) -> Iterator[str]:
    plain = unquote(value).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        outer = orjson.loads(base64.b64decode(plain + "=" * (-len(plain) % 4)))
        inner = orjson.loads(outer["p"])
        target = inner["url"]
    except (ValueError, KeyError, TypeError, IndexError):
        return
    if isinstance(target, str):
        yield target


def _amp(url: Url) -> Iterator[tuple[str, HopKind]]:
    match = _AMP.match(url.path)
    if match is not None:
        yield _scheme(unquote(match[1]), url.query), HopKind.CACHE


def _amp_cache(url: Url) -> Iterator[tuple[str, HopKind]]:
    match = _AMP_CACHE.match(url.path)
    if match is not None:
        yield _scheme(unquote(match[1]), url.query), HopKind.CACHE


def _translated(url: Url) -> Iterator[tuple[str, HopKind]]:
    """Read `www-example-com.translate.goog`: `-` was a dot and `--` a hyphen."""
    name = url.host.removesuffix(".translate.goog").replace("--", "\0").replace("-", ".")
    yield f"https://{name.replace(chr(0), '-')}{url.path}", HopKind.CACHE


def _yahoo(url: Url) -> Iterator[tuple[str, HopKind]]:
    """Read `r.search.yahoo.com/…/RU=<address>/RK=…` and `*http://…` of old."""
    match = _SEARCH.search(url.path[:_LONGEST_SEARCH])
    if match is not None:
        yield unquote(match[1]), HopKind.REDIRECTOR


def _carries_whole(path: str) -> bool:
    return "/http" in path or "/aHR0c" in path


def _in_path(url: Url) -> Iterator[tuple[str, HopKind]]:
    """Any site whose path ends in a whole address of another; archives show what they keep."""
    if url.registrable in ("archive.org", "archive.today", "archive.ph", "w3.org"):
        return
    place = max(url.path.find("/http"), url.path.find("/aHR0c"))
    rest = url.path[place + 1 :] + (f"?{url.query}" if url.query else "")
    escaped = not looks_like_web(rest)
    text = carried_address(rest.partition("/")[0] if escaped else rest)
    if text is not None and _site(text) != url.site:
        yield text, HopKind.REDIRECTOR


def _site(text: str) -> str:
    host = re.split(r"[/?#:\\]", text.partition("//")[2].partition("@")[0], maxsplit=1)[0]
    return find_registration(host.lower()).site if host.isascii() else host


def _scheme(rest: str, query: str) -> str:
    text = rest if looks_like_web(rest) else f"https://{rest}"
    return f"{text}?{query}" if query and "?" not in text else text


_READERS: dict[str, Callable[[Url], Iterator[tuple[str, HopKind]]]] = {
    "proofpoint.com": _urldefense,
    "urldefense.com": _urldefense,
    "urldefense.us": _urldefense,
    "cisco.com": _cisco,
    "checkpoint.com": _checkpoint,
    "avanan.click": _checkpoint,
    "awstrack.me": _amazon,
    "mandrillapp.com": _mandrill,
    "pstmrk.it": _postmark,
    "ampproject.org": _amp_cache,
    "translate.goog": _translated,
    "yahoo.com": _yahoo,
}
