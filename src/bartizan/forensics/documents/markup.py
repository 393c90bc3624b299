"""Pages and drawings: HTML is handed on as it is; SVG is searched for what runs or leads on."""

import base64
import binascii
import re
from collections.abc import Sequence
from html import unescape

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.package import as_text
from bartizan.forensics.drawn_codes import codes_in_tables
from bartizan.forensics.examination import TEXT_LIMIT, Reading, Trait
from bartizan.forensics.file_types import FileType
from bartizan.forensics.urls import find_urls

_REACH = 4_000_000
_SCRIPT = re.compile(r"<(?:\w{1,20}:)?script\b[^<>]{0,2000}>(.{0,200})", re.IGNORECASE | re.DOTALL)
_HANDLER = re.compile(
    r"\son(?:load|click|mouse\w{1,8}|error|begin|end)\s{0,5}=\s{0,5}[\"']([^\"'<>]{0,300})",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"<(?:\w{1,20}:)?foreignobject\b", re.IGNORECASE)
_HREF = re.compile(
    r"\b(?:xlink:)?href\s{0,5}=\s{0,5}(?:\"([^\"<>]{1,8000})\"|'([^'<>]{1,8000})')", re.IGNORECASE
)
_PICTURE = re.compile(
    r"data:image/[\w.+-]{1,20};base64,([A-Za-z0-9+/=\s]{40,8000000})", re.IGNORECASE
)
_TEXT = re.compile(r">([^<>]{1,20000})<")
_HIDDEN = re.compile(
    r"\batob\s{0,3}\(|string\.fromcharcode|\bunescape\s{0,3}\(|\beval\s{0,3}\(|charcodeat",
    re.IGNORECASE,
)
_LINKS, _PICTURES = 500, 10


def read_html_file(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading:  # noqa: A002, ARG001 - the shape of every reader
    """Hand a page on; who reads pages does it for all of them."""
    draft = Draft()
    draft.html = as_text(content[: 4 * TEXT_LIMIT])
    for code in codes_in_tables(draft.html):
        draft.code(code)
        draft.sign(Trait.CODE, code)
    return draft.reading()


def read_svg(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading:  # noqa: A002, ARG001 - the shape of every reader
    """Read a drawing, which a browser opens like a page."""
    draft = Draft()
    markup = as_text(content[:_REACH])
    draft.html = markup
    for pattern in (_SCRIPT, _HANDLER):
        for match, _ in zip(pattern.finditer(markup), range(10), strict=False):
            draft.sign(Trait.JAVASCRIPT, match[1])
    if draft.has(Trait.JAVASCRIPT) and _HIDDEN.search(markup):
        draft.sign(Trait.OBFUSCATED, "a script that unpacks itself")
    if _FOREIGN.search(markup):
        draft.sign(Trait.FORM, "a page inside the drawing (foreignObject)")
    _links(markup, draft)
    _pictures(markup, draft)
    draft.say("\n".join(unescape(text) for text in _TEXT.findall(markup)[:2_000]))
    return draft.reading()


def _links(markup: str, draft: Draft) -> None:
    for match, _ in zip(_HREF.finditer(markup), range(_LINKS), strict=False):
        target = unescape(match[1] or match[2]).strip()
        if target.lower().startswith(("javascript:", "data:text", "data:application")):
            draft.sign(Trait.JAVASCRIPT, target)
        elif not target.startswith("#") and not target.lower().startswith("data:"):
            draft.sign(Trait.LINK, target)
            draft.link(target)
    for url in find_urls(" ".join(_SCRIPT.findall(markup)[:20])):
        draft.link(url)


def _pictures(markup: str, draft: Draft) -> None:
    for match, _ in zip(_PICTURE.finditer(markup), range(_PICTURES), strict=False):
        try:
            draft.embed("picture", base64.b64decode(match[1], validate=False))
        except (binascii.Error, ValueError):
            continue
