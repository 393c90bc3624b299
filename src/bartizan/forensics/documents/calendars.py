"""Invitations (RFC 5545): who asks, what the entry says, what it links to and carries."""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.package import as_text
from bartizan.forensics.examination import Reading, Trait
from bartizan.forensics.file_types import FileType
from bartizan.forensics.urls import find_urls

_REACH = 4_000_000
_LINES = 20_000
_FOLD = re.compile(r"\r?\n[ \t]")
_ESCAPES = (("\\n", "\n"), ("\\N", "\n"), ("\\,", ","), ("\\;", ";"), ("\\\\", "\\"))
_SAID = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT"})


def read_calendar(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading:  # noqa: A002, ARG001 - the shape of every reader
    """Read a calendar file."""
    draft = Draft()
    for name, parameters, value in _properties(as_text(content[:_REACH])):
        if name in _SAID:
            _say(value, draft)
        elif name == "ORGANIZER":
            draft.say(f"{parameters.lstrip(';')} {value}".strip())
        elif name == "ATTACH":
            _attach(parameters, value, draft)
        elif name in ("URL", "CONFERENCE", "X-GOOGLE-CONFERENCE"):
            draft.link(value)
        elif name == "X-ALT-DESC":
            draft.html = _unescaped(value)
    return draft.reading()


def _properties(text: str) -> Iterator[tuple[str, str, str]]:
    """Unfold the lines and split each into its name, its parameters and its value."""
    for line, _ in zip(_FOLD.sub("", text).splitlines(), range(_LINES), strict=False):
        head, colon, value = _divided(line)
        if colon:
            name, _, parameters = head.partition(";")
            yield name.upper().strip(), parameters, value


def _divided(line: str) -> tuple[str, str, str]:
    """Split at the first colon that is not inside quotation marks."""
    quoted = False
    for position, letter in enumerate(line[:4_000]):
        if letter == '"':
            quoted = not quoted
        elif letter == ":" and not quoted:
            return line[:position], ":", line[position + 1 :]
    return line, "", ""


def _say(value: str, draft: Draft) -> None:
    text = _unescaped(value)
    draft.say(text)
    for url in find_urls(text):
        draft.link(url)


def _unescaped(value: str) -> str:
    for escaped, meant in _ESCAPES:
        value = value.replace(escaped, meant)
    return value


def _attach(parameters: str, value: str, draft: Draft) -> None:
    if "BASE64" not in parameters.upper():
        draft.link(value)
        draft.sign(Trait.LINK, f"attachment {value}")
        return
    name = re.search(r"(?:X-)?FILENAME=\"?([^\";]{1,200})", parameters, re.IGNORECASE)
    try:
        content = base64.b64decode(value, validate=False)
    except (binascii.Error, ValueError):
        return
    draft.sign(Trait.EMBEDDED_OBJECT, name[1] if name else "attachment")
    draft.embed(name[1] if name else "attachment", content)
