"""Reads the XML that strangers send: without entities, without namespaces, bounded, iterative.

`expat` does the tokenising; a document type declaration is refused, so nothing can be expanded or
fetched. What a generator cut off or spoiled is closed where it ends: the records before it stand.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat

from bartizan.mail.feedback.errors import ReportUnreadableError

#: Brackets and ampersands that begin neither a tag nor a reference.
_STRAY = re.compile(rb"<(?![/?!]?[A-Za-z_][\w:.-]{0,100}[\s/>])|&(?![#\w]{1,20};)")
_ESCAPES = {b"<": b"&lt;", b"&": b"&amp;"}
_DEEPEST, _MOST_ELEMENTS, _LONGEST_TEXT = 32, 1_000_000, 10_000


@dataclass(slots=True)
class Element:
    """An element by its local name, with its text and its children."""

    name: str
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def find(self, *path: str) -> "Element | None":
        """Return the first element at a path of names below this one."""
        found = self
        for name in path:
            child = next((one for one in found.children if one.name == name), None)
            if child is None:
                return None
            found = child
        return found

    def all(self, name: str) -> list["Element"]:
        """Return the children called `name`."""
        return [child for child in self.children if child.name == name]

    def said(self, *path: str) -> str:
        """Return the text at a path, without the space around it; empty where there is none."""
        found = self.find(*path)
        return found.text.strip() if found is not None else ""


class _Builder:
    """Builds the tree from expat's events."""

    def __init__(self) -> None:
        self.root = Element("")
        self._open = [self.root]
        self._count = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS or len(self._open) > _DEEPEST:
            raise ReportUnreadableError("The report is larger or deeper than any report is.")
        element = Element(name.rpartition(":")[2].lower())
        self._open[-1].children.append(element)
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, data: str) -> None:
        current = self._open[-1]
        if len(current.text) < _LONGEST_TEXT:
            current.text += data

    @staticmethod
    def doctype(*_declared: object) -> None:
        raise ReportUnreadableError("The report declares a document type; reports have none.")


def read_xml(content: bytes) -> tuple[Element, bool]:
    """Return an element whose children are the document's outermost ones, and if it was sound.

    Raises:
        ReportUnreadableError: it declares a document type, is too large, or holds no element.
    """
    content = _in_utf8(content)
    try:
        return _parsed(content), True
    except expat.ExpatError:
        return _rescued(content), False


def _parsed(content: bytes, builder: _Builder | None = None) -> Element:
    builder = builder or _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.doctype
    parser.Parse(content, True)  # noqa: FBT003 - expat's own signature
    return builder.root


def _rescued(content: bytes) -> Element:
    """Read a broken document with stray brackets as text, and as far as it goes."""
    builder = _Builder()
    with suppress(expat.ExpatError):
        _parsed(_STRAY.sub(lambda stray: _ESCAPES[stray[0]], content), builder)
    if not builder.root.children:
        raise ReportUnreadableError("It is not XML.")
    return builder.root


def _in_utf8(content: bytes) -> bytes:
    """Return the document in sound UTF-8 where it does not name another encoding."""
    head = content.lstrip()[:200].lower()
    declared = head.partition(b"encoding=")[2][1:8] if head.startswith(b"<?xml") else b""
    if declared and not declared.startswith(b"utf-8"):
        return content
    return content.strip().decode("utf-8", "replace").encode()
