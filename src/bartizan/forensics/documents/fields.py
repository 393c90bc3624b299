"""Field codes of Word, wherever they stand: fields that run programs or fetch files."""

import re

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.examination import Trait

_DDE = re.compile(r"(?<![A-Za-z0-9])DDE(?:AUTO)?(?![A-Za-z0-9])", re.IGNORECASE)
_FETCHING = re.compile(r"\b(INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|INCLUDE)\b", re.IGNORECASE)
_TARGET = re.compile(
    r"(?:https?:|ftp:|file:|mhtml:|\\\\)[^\s\"<>\u201c\u201d]{2,2000}", re.IGNORECASE
)
_HYPERLINK = re.compile(r"\bHYPERLINK\s{1,20}(?:\\\w\s{1,5})?\"([^\"]{1,4000})\"", re.IGNORECASE)
_QUOTED = re.compile(r"\bQUOTE((?:\s{1,5}\d{1,3}){4,2000})", re.IGNORECASE)
_LONGEST = 10_000


def judge_field(instruction: str, draft: Draft) -> None:
    """Note what one field would do."""
    instruction = _unquoted(instruction[:_LONGEST])
    if _DDE.search(instruction):
        draft.sign(Trait.DDE, instruction)
    for match in _HYPERLINK.finditer(instruction):
        draft.link(match[1])
    if _FETCHING.search(instruction):
        for match in _TARGET.finditer(instruction):
            draft.sign(Trait.EXTERNAL_LINK, f"field {match[0]}")
            draft.link(match[0])


def _unquoted(instruction: str) -> str:
    """Undo QUOTE fields, which spell words as numbers of characters."""
    return _QUOTED.sub(_spelled, instruction)


def _spelled(match: re.Match[str]) -> str:
    return "".join(chr(int(number)) for number in match[1].split())
