"""An attachment's name or declared type says one thing, its content another.

Two endings (`invoice.pdf.exe`), a name reversed by a hidden control character, spaces that push
the true ending out of sight, or content that is not what the name says.
"""

import re
from collections.abc import Callable

from bartizan.forensics.file_types import Family, extension
from bartizan.mail.evidence import About, Attachment, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Disguised attachment",
    severity=Severity.HIGH,
    weight=0.85,
    tags=("tactic:evasion", "attack:T1036.007", "attack:T1036.008"),
)

_DECOYS = "pdf docx? xlsx? pptx? rtf txt csv jpe?g png gif mp3 mp4 wav htm html eml".replace(
    " ", "|"
)
_DOUBLE = re.compile(
    rf"\.(?:{_DECOYS})[\s._]*\.(?:exe|scr|com|pif|bat|cmd|js|jse|vbs|vbe|wsf|hta|lnk|ps1|jar|msi|iso"
    rf"|img|html?|shtml|svg|zip|rar|7z)\s*$",
    re.IGNORECASE,
)
_HIDDEN_ENDING = re.compile(r"\s{8,}\.\w{1,10}\s*$")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_RUNS_CODE = frozenset({Family.EXECUTABLE, Family.SCRIPT, Family.SHORTCUT, Family.TEST})
_SAYS_NOTHING = frozenset({Family.TEXT, Family.UNKNOWN, Family.DATA})
_DOCUMENT_ENDINGS = frozenset("pdf doc docx xls xlsx ppt pptx rtf txt csv jpg jpeg png gif".split())
_MISMATCH_WEIGHT = 0.3


def detect(facts: Facts) -> Found | None:
    """Look at each attachment for each disguise."""
    for attachment in facts.attachments:
        for disguise in _DISGUISES:
            found = disguise(attachment)
            if found is not None:
                return found
    return None


def _double_ending(attachment: Attachment) -> Found | None:
    if not _DOUBLE.search(attachment.name):
        return None
    return _found(attachment, "has two endings, of which only the last one counts")


def _hidden_ending(attachment: Attachment) -> Found | None:
    if not _HIDDEN_ENDING.search(attachment.name):
        return None
    return _found(attachment, "hides its true ending behind many spaces")


def _reversed_name(attachment: Attachment) -> Found | None:
    if not _DIRECTION.search(attachment.name):
        return None
    return _found(attachment, "has a name that is shown in another order than it is written")


def _other_content(attachment: Attachment) -> Found | None:
    kind = attachment.true_type
    if extension(attachment.name) not in _DOCUMENT_ENDINGS or kind.suits(attachment.name):
        return None
    if kind.family in _SAYS_NOTHING:
        return None
    weight = ABOUT.weight if kind.family in _RUNS_CODE else _MISMATCH_WEIGHT
    return _found(attachment, f"is really of the type {kind.name}", weight)


def _found(attachment: Attachment, what: str, weight: float | None = None) -> Found:
    visible = _DIRECTION.sub("\N{REPLACEMENT CHARACTER}", attachment.name)
    evidence = seen(f"part:{attachment.part.index}", visible)
    return Found(f"The attachment {visible!r} {what}.", (evidence,), weight=weight)


_DISGUISES: tuple[Callable[[Attachment], Found | None], ...] = (
    _reversed_name,
    _double_ending,
    _hidden_ending,
    _other_content,
)
