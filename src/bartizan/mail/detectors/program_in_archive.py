"""Something that runs code lies inside an attached archive, disk image, message or document.

It is put there because a program by itself would be refused, and because what comes out of a
disk image does not carry the mark that makes Windows ask before it starts.
"""

from bartizan.forensics.examination import ExaminedFile
from bartizan.forensics.file_types import Family, runs_by_name
from bartizan.mail.detectors._inside import examined, told, way
from bartizan.mail.evidence import About, Attachment, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Program in an archive",
    severity=Severity.CRITICAL,
    weight=0.9,
    tags=(
        "tactic:malware",
        "tactic:evasion",
        "attack:T1566.001",
        "attack:T1204.002",
        "attack:T1027.015",
    ),
)

_PROGRAMS = {
    Family.EXECUTABLE: "a program",
    Family.SHORTCUT: "a shortcut that starts something",
    Family.TEST: "the EICAR anti-virus test file",
}
_SCRIPTS = frozenset({Family.SCRIPT})
#: Source code is sent in archives of many files; what is meant to be started comes nearly alone.
_FEW = 8
_AMONG_MANY = 0.5
_SOURCE_WEIGHT = 0.2


def detect(facts: Facts) -> Found | None:
    """Look at the true type of every file inside, then at the names of the rest."""
    best: Found | None = None
    for attachment, file in examined(facts):
        if len(file.path) == 1:
            continue
        found = _judged(attachment, file)
        if found is not None and (best is None or _weight(found) > _weight(best)):
            best = found
    return best


def _judged(attachment: Attachment, file: ExaminedFile) -> Found | None:
    few = attachment.examination is not None and len(attachment.examination.files) <= _FEW
    what = _PROGRAMS.get(Family(file.family))
    if what is not None:
        alone = few or file.family in (Family.TEST, Family.SHORTCUT)
        return _found(attachment, file, what, None if alone else _AMONG_MANY)
    if runs_by_name(file.path[-1]) or (file.family in _SCRIPTS and few):
        what = "of a kind that runs code"
        return _found(attachment, file, what, None if few else _SOURCE_WEIGHT)
    return None


def _found(attachment: Attachment, file: ExaminedFile, what: str, weight: float | None) -> Found:
    sentence = f"Inside the attachment {file.path[0]!r} lies {file.path[-1]!r}, {what}."
    return told(attachment, sentence, way(file), weight)


def _weight(found: Found) -> float:
    return ABOUT.weight if found.weight is None else found.weight
