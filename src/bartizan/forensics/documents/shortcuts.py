"""Shortcuts in text: Internet shortcuts of Windows, and desktop entries of Linux."""

import re
from collections.abc import Sequence

from bartizan.forensics.documents.commands import judge_command
from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.package import as_text
from bartizan.forensics.examination import Reading, Trait
from bartizan.forensics.file_types import FileType

_REACH = 200_000
_LINE = re.compile(r"^\s{0,20}([A-Za-z]{2,30})\s{0,5}=\s{0,5}([^\r\n]{1,8000})", re.MULTILINE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_REMOTE_FILE = re.compile(r"(?:file:)?(?:[/\\]{2,5})[^/\\?\s]{2,255}[/\\]", re.IGNORECASE)


def read_shortcut(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading:  # noqa: A002, ARG001 - the shape of every reader
    """Read a `.url`, `.website` or `.desktop` file."""
    draft = Draft()
    for match in _LINE.finditer(as_text(content[:_REACH])):
        _line(match[1].lower(), match[2].strip(), draft)
    return draft.reading()


def _line(key: str, value: str, draft: Draft) -> None:
    if key in ("url", "baseurl"):
        _target(value, draft)
    elif key in ("exec", "tryexec"):
        draft.sign(Trait.COMMAND, value)
        judge_command(value, draft)
    elif key in ("iconfile", "workingdirectory") and _REMOTE_FILE.match(value):
        # Showing the icon is enough to send a login to that machine.
        draft.sign(Trait.EXTERNAL_LINK, f"{key} {value}")


def _target(value: str, draft: Draft) -> None:
    draft.link(value)
    if _WEB.match(value):
        draft.sign(Trait.LINK, value)
    elif _REMOTE_FILE.match(value):
        draft.sign(Trait.COMMAND, f"runs a file on another machine: {value}")
    else:
        draft.sign(Trait.COMMAND, value)
