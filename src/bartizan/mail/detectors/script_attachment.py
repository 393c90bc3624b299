"""A script lies in an archive or document, or hides in a drawing; honest senders mail none.

Scripts that are attached as they are belong to `dangerous_attachment`; this looks inside.
"""

from bartizan.forensics.examination import Trait
from bartizan.forensics.file_types import Family, extension
from bartizan.mail.detectors._files import Seen, files
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Script among the attachments",
    severity=Severity.CRITICAL,
    weight=0.88,
    tags=("tactic:malware", "attack:T1566.001", "attack:T1059"),
)

_ACTIVE, _DRAWING, _TEXT = 0.96, 0.8, 0.75
#: Scripts that Windows runs by a double click; source code of programmers is none of them.
_ENDINGS = frozenset("js jse vbs vbe wsf wsh wsc sct hta ps1 bat cmd settingcontent-ms".split())
_RUN_BY_CLICK = frozenset({"wsf", "hta", "batch"})
_SHOWN = (Trait.DOWNLOAD, Trait.OBFUSCATED, Trait.COMMAND, Trait.JAVASCRIPT)


def detect(facts: Facts) -> Found | None:
    """Look at every file; the gravest counts."""
    found = [_judge(one) for one in files(facts)]
    weighed = [one for one in found if one is not None]
    return max(weighed, key=lambda one: one.weight or ABOUT.weight, default=None)


def _judge(one: Seen) -> Found | None:
    what = _what(one)
    if what is None:
        return None
    sentence, weight = what
    if one.sign(Trait.DOWNLOAD, Trait.OBFUSCATED):
        sentence, weight = f"{sentence} It fetches something or hides what it does.", _ACTIVE
    return Found(sentence, one.evidence(*_SHOWN), weight)


def _what(one: Seen) -> tuple[str, float] | None:
    if one.file.type == "svg":
        if not one.file.has(Trait.JAVASCRIPT):
            return None
        return f"The drawing {one.name} runs a script when it is opened.", _DRAWING
    if _is_script(one) and one.holder is not None:
        return f"A script lies inside an attachment: {one.name}.", ABOUT.weight
    if one.file.family == Family.TEXT and one.file.has(Trait.COMMAND) and one.sign(*_SHOWN[:2]):
        return f"The text {one.name} is really a script.", _TEXT
    return None


def _is_script(one: Seen) -> bool:
    return one.file.type in _RUN_BY_CLICK or extension(one.name) in _ENDINGS
