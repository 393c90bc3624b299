"""A document carries a program, script or shortcut, to be started by a click inside it."""

from bartizan.forensics.examination import Trait
from bartizan.forensics.file_types import Family, extension
from bartizan.mail.detectors._files import Seen, files
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Program inside a document",
    severity=Severity.CRITICAL,
    weight=0.93,
    tags=("tactic:malware", "attack:T1566.001", "attack:T1204.002"),
)

_HOLDERS = frozenset({Family.DOCUMENT, Family.MACRO_DOCUMENT, Family.DATA})
_RUNS_CODE = frozenset({Family.EXECUTABLE, Family.SCRIPT, Family.SHORTCUT, Family.TEST})
_ENDINGS = frozenset(
    "exe scr com pif bat cmd js jse vbs vbe wsf wsh hta lnk ps1 jar msi cpl dll url chm reg iso "
    "img vhd settingcontent-ms appref-ms".split()
)


def detect(facts: Facts) -> Found | None:
    """Look at what lies inside documents, then at the names of objects in them."""
    for one in files(facts):
        if one.file.family in _HOLDERS and (name := _named(one)):
            return _found(one, name)
        holder = one.holder
        if holder is None or holder.family not in _HOLDERS:
            continue
        if one.file.family in _RUNS_CODE or extension(one.name) in _ENDINGS:
            sentence = f"The document {holder.path[-1]} carries {one.name} ({one.file.type})."
            return Found(sentence, one.evidence(Trait.COMMAND, Trait.DOWNLOAD))
    return None


def _named(one: Seen) -> str:
    """The name of an object that would run, as the document tells it."""
    names = (sign.detail for sign in one.file.signs if sign.trait is Trait.EMBEDDED_OBJECT)
    return next((name for name in names if extension(name) in _ENDINGS), "")


def _found(one: Seen, name: str) -> Found:
    return Found(
        f"The document {one.name} carries {name[:100]}, which runs code.",
        one.evidence(Trait.EMBEDDED_OBJECT),
    )
