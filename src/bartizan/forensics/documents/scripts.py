"""Scripts in files of their own: HTA, WSF, batch, shell, PHP; and text that may be a script.

What they say is not repeated here: whoever takes files apart keeps the text of plain files.
"""

import re
from collections.abc import Sequence

from bartizan.forensics.documents.commands import REACH, judge_command
from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.package import as_text
from bartizan.forensics.drawn_codes import codes_in_text
from bartizan.forensics.examination import Reading, Trait
from bartizan.forensics.file_types import FileType

#: Script Encoder of Windows: JSE and VBE.
_ENCODED_SCRIPT = "#@~^"
#: A formula that starts a program when a table of text is opened in a spreadsheet.
_FORMULA = re.compile(r"(?:^|[,;\t\n])\"?[=+\-@][\w.:(\"\\]{1,100}\|'?[^'!\n]{0,500}'?!\"?\w{1,20}")
#: What a text file shows only if it is a program.
_PROGRAM = re.compile(
    r"new\s{1,5}activexobject\s{0,3}\(|wscript\.(?:createobject|shell|sleep|arguments)|"
    r"createobject\s{0,3}\(\s{0,3}\"|\bset-strictmode\b|\bparam\s{0,3}\(\s{0,3}\[|"
    r"\$env:\w|\[system\.(?:convert|net|reflection|text|io)|invoke-expression|\biex\s{0,3}\(|"
    r"^\s{0,20}(?:@echo off|set-executionpolicy|on error resume next)|"
    r"<script\b[^<>]{0,200}vbscript",
    re.IGNORECASE | re.MULTILINE,
)
_LONG_LINE = 20_000


def read_script(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading:  # noqa: A002, ARG001 - the shape of every reader
    """Read a file that is a script by its type."""
    draft = Draft()
    text = as_text(content[:REACH])
    judge_command(text, draft)
    _masks(text, draft)
    return draft.reading()


def read_text(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading:  # noqa: A002, ARG001 - the shape of every reader
    """Read a text, which may be a program without a mark of its own."""
    draft = Draft()
    text = as_text(content[:REACH])
    program = _PROGRAM.search(text)
    if program or text.startswith(_ENCODED_SCRIPT):
        judge_command(text, draft)
        _masks(text, draft)
        if program:
            draft.sign(Trait.COMMAND, program[0])
    for match in _FORMULA.finditer(text[:200_000]):
        draft.sign(Trait.DDE, match[0])
    for code in codes_in_text(text):
        draft.code(code)
    return draft.reading()


def _masks(text: str, draft: Draft) -> None:
    if _ENCODED_SCRIPT in text[:4_000]:
        draft.sign(Trait.OBFUSCATED, "encoded with the Windows Script Encoder")
    if any(len(line) > _LONG_LINE for line in text.splitlines()[:5_000]):
        draft.sign(Trait.OBFUSCATED, "a line of more than 20,000 letters")
