"""Serve the built console: precompressed files, one page for every path, a strict policy.

`web/` is built into `dist/` beside this file. Names under `assets/` carry a hash of their content
and may be kept for ever; the page itself is never stored, so that a new build shows at once.
"""

import mimetypes
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path, PurePosixPath

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

DIST = Path(__file__).parent / "dist"
THEME_COOKIE = "bartizan_theme"

#: Scripts and styles from our files only, nothing inline, no other origin; mail bodies are frames
#: of our own origin that bring a policy of their own. `default` is the Trusted Types policy of
#: `web/src/app/trusted-types.ts`.
_DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "default",
}
POLICY = "; ".join(f"{name} {value}" for name, value in _DIRECTIVES.items())
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_FOR_EVER = "public, max-age=31536000, immutable"
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_THEMES = frozenset({"dark", "light"})
_UNTHEMED = b'data-theme="system"'
_MISSING = "The web console is not built here. Run `make console`, then load this page again.\n"


class Console:
    """ASGI app for every path that is not the API's."""

    def __init__(self, folder: Path = DIST) -> None:
        """Serve `folder`, listed anew after each build: no other path ever meets the disk."""
        self._folder = folder
        self._built_at: int | None = None
        self._files: frozenset[str] = frozenset()
        self._look()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        response = self._answer(request)
        response.headers.update(HEADERS)
        await response(scope, receive, send)

    def _look(self) -> None:
        """List the files where the page was built since the last look."""
        page = self._folder / "index.html"
        built_at = page.stat().st_mtime_ns if page.is_file() else None
        if built_at != self._built_at:
            self._built_at = built_at
            self._files = frozenset(
                path.relative_to(self._folder).as_posix()
                for path in self._folder.rglob("*")
                if path.is_file()
            )

    def _answer(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return PlainTextResponse("Only GET.\n", 405, headers={"Allow": "GET, HEAD"})
        name = request.url.path.lstrip("/")
        if name in self._files and name != "index.html":
            return self._file(name, request)
        if PurePosixPath(name).parts[:1] == ("assets",):
            return PlainTextResponse("No such file.\n", 404, headers={"Cache-Control": "no-store"})
        return self._page(request)

    def _file(self, name: str, request: Request) -> Response:
        headers = {
            "Cache-Control": _FOR_EVER if name.startswith("assets/") else "no-cache",
            "Vary": "Accept-Encoding",
        }
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        accepted = _accepted(request.headers.get("accept-encoding", ""))
        for encoding, suffix in _ENCODINGS:
            if encoding in accepted and name + suffix in self._files:
                headers["Content-Encoding"] = encoding
                return FileResponse(self._folder / (name + suffix), 200, headers, media_type)
        return FileResponse(self._folder / name, 200, headers, media_type)

    def _page(self, request: Request) -> Response:
        self._look()
        headers = {"Cache-Control": "no-store"}
        if "index.html" not in self._files:
            return PlainTextResponse(_MISSING, 503, headers)
        page = (self._folder / "index.html").read_bytes()
        theme = _theme(request.headers.get("cookie", ""))
        if theme is not None:
            page = page.replace(_UNTHEMED, f'data-theme="{theme}"'.encode(), 1)
        return Response(page, 200, headers, "text/html")


def _accepted(header: str) -> frozenset[str]:
    """Return the encodings a client takes; one with `q=0` is refused."""
    offers = (offer.replace(" ", "").lower().partition(";") for offer in header.split(","))
    return frozenset(name for name, _, quality in offers if quality.rstrip("0.") not in ("q=", "q"))


def _theme(cookies: str) -> str | None:
    """Return the theme the reader chose, so that the first paint already has its colours."""
    try:
        morsel = SimpleCookie(cookies).get(THEME_COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel is not None and morsel.value in _THEMES else None
