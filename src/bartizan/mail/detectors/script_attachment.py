"""A script that fetches something or hides what it does, in an archive, a text or a drawing.

That a script is attached or packed at all is told by other detectors; this one looks at what it
does. A drawing has no need of scripts: any counts.
"""

from bartizan.forensics.examination import Trait
from bartizan.forensics.file_types import Family, extension
from bartizan.mail.detectors._files import Seen, files
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Script that fetches or hides",
    severity=Severity.CRITICAL,
    weight=0.95,
    tags=("tactic:malware", "attack:T1566.001", "attack:T1059"),
)

_QUIET = 0.8
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
    active = one.sign(Trait.DOWNLOAD, Trait.OBFUSCATED) is not None
    sentence = _what(one, active=active)
    if sentence is None:
        return None
    if active:
        sentence = f"{sentence} It fetches something or hides what it does."
    return Found(sentence, one.evidence(*_SHOWN), ABOUT.weight if active else _QUIET)


def _what(one: Seen, *, active: bool) -> str | None:
    if one.file.type == "svg":
        scripted = one.file.has(Trait.JAVASCRIPT)
        return f"The drawing {one.name} runs a script when it is opened." if scripted else None
    if active and one.holder is not None and _is_script(one):
        return f"A script lies inside an attachment: {one.name}."
    if active and one.file.family == Family.TEXT and one.file.has(Trait.COMMAND):
        return f"The text {one.name} is really a script."
    return None


def _is_script(one: Seen) -> bool:
    return one.file.type in _RUN_BY_CLICK or extension(one.name) in _ENDINGS
