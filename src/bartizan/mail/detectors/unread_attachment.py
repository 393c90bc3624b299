"""An attachment could not be examined: its reader died or had no time left.

Files that do this to a reader are rare and mostly made for it; nobody has seen what is in them.
"""

from bartizan.forensics.examination import Trouble
from bartizan.forensics.file_types import Family
from bartizan.mail.detectors._inside import told, troubled
from bartizan.mail.evidence import About, Attachment, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Attachment that nobody could read",
    severity=Severity.HIGH,
    weight=0.8,
    tags=("tactic:evasion", "attack:T1499.004"),
)

_CLOSED = frozenset({Family.ARCHIVE, Family.DISK_IMAGE})
_SHUT = frozenset({Trouble.UNSUPPORTED, Trouble.BROKEN})
_SHUT_WEIGHT = 0.4


def detect(facts: Facts) -> Found | None:
    """Look for readers that failed, then for archives that stayed shut, locked ones apart."""
    for attachment, sentence, _ in troubled(facts, frozenset({Trouble.KILLED, Trouble.TIME})):
        return told(attachment, f"An attachment could not be examined: {sentence}", sentence)
    for attachment, sentence, _ in troubled(facts, _SHUT):
        if attachment.true_type.family in _CLOSED and not _is_open(attachment):
            what = f"Nothing in an attached archive can be opened: {sentence}"
            return told(attachment, what, sentence, _SHUT_WEIGHT)
    return None


def _is_open(attachment: Attachment) -> bool:
    """Whether any file in it was read."""
    files = attachment.examination.files if attachment.examination else ()
    return any(file.size for file in files[1:])
