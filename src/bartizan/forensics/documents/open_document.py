"""OpenDocument: macros, scripts bound to events, links, text, and the files inside."""

import re
from collections.abc import Sequence
from html import unescape

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.package import Package
from bartizan.forensics.documents.pictures import PICTURE_BYTES, PICTURES, read_picture
from bartizan.forensics.documents.vba import judge_source
from bartizan.forensics.examination import Reading, Trait
from bartizan.forensics.file_types import FileType

_EVENT = re.compile(r"<script:event-listener\b([^<>]{0,2000})>", re.IGNORECASE)
_HREF = re.compile(
    r"xlink:href=\"((?:https?|ftp|file|vnd\.sun\.star\.script|macro):[^\"<>]{1,8000})\"",
    re.IGNORECASE,
)
_DDE = re.compile(
    r"<(?:office:dde-source|text:dde-connection-decl)\b([^<>]{0,2000})>", re.IGNORECASE
)
_TEXT = re.compile(r">([^<>]{1,20000})<")
_PARTS = 50


def read_open_document(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading:  # noqa: A002, ARG001 - the shape of every reader
    """Read a document of LibreOffice and its kin."""
    draft = Draft()
    package = Package(content, draft)
    _macros(package, draft)
    if "manifest:encryption-data" in package.text("META-INF/manifest.xml", 1_000_000):
        draft.sign(Trait.ENCRYPTED)
    for name in ("content.xml", "styles.xml"):
        markup = package.text(name)
        _markup(markup, draft)
        if name == "content.xml":
            draft.say("\n".join(unescape(text) for text in _TEXT.findall(markup)[:20_000]))
    for name in [name for name in package.names if name.startswith("Pictures/")][:PICTURES]:
        read_picture(package.read(name, PICTURE_BYTES), draft)
    return draft.reading()


def _macros(package: Package, draft: Draft) -> None:
    found = [name for name in package.names if name.startswith(("Basic/", "Scripts/"))]
    code = [name for name in found if not name.endswith(("script-lc.xml", "script-lb.xml"))]
    for name in code[:_PARTS]:
        draft.sign(Trait.MACRO, name)
        judge_source(unescape(package.text(name, 1_000_000)), draft)


def _markup(markup: str, draft: Draft) -> None:
    for match in _EVENT.finditer(markup):
        draft.sign(Trait.MACRO_AUTO, match[1])
    for match in _DDE.finditer(markup):
        draft.sign(Trait.DDE, match[1])
    for match in _HREF.finditer(markup):
        draft.link(unescape(match[1]))
