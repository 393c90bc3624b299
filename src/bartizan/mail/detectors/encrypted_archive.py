"""An attached archive is locked, so that nobody on the way can see what is in it.

With the password in the same message it keeps nobody out but filters.
"""

from bartizan.forensics.examination import ExaminedFile, Trait
from bartizan.forensics.file_types import Family
from bartizan.forensics.passwords import find_passwords
from bartizan.mail.detectors._inside import examined, told, way
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Locked archive",
    severity=Severity.MEDIUM,
    weight=0.35,
    tags=("tactic:evasion", "attack:T1027.013"),
)

_WITH_PASSWORD = 0.6
_CLOSED = frozenset({Family.ARCHIVE, Family.DISK_IMAGE})


def detect(facts: Facts) -> Found | None:
    """Look for a locked archive, then for its password in the message."""
    for attachment, file in examined(facts):
        if not _is_locked(file):
            continue
        if file.password is not None:
            sentence = (
                f"The archive {file.path[-1]!r} is locked, and the message gives its password."
            )
            return told(attachment, sentence, way(file), _WITH_PASSWORD)
        if find_passwords(f"{facts.subject}\n{facts.text}"):
            sentence = (
                f"The archive {file.path[-1]!r} is locked, and the message speaks of a password."
            )
            return told(attachment, sentence, way(file), _WITH_PASSWORD)
        return told(attachment, f"The archive {file.path[-1]!r} is locked.", way(file))
    return None


def _is_locked(file: ExaminedFile) -> bool:
    return file.family in _CLOSED and file.has(Trait.ENCRYPTED)
