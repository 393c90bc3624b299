"""An attachment could not be examined: its reader died or had no time left.

Files that do this to a reader are rare and mostly made for it; nobody has seen what is in them.
"""

from bartizan.forensics.examination import Trouble
from bartizan.forensics.file_types import Family
from bartizan.mail.detectors._inside import told, troubled
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Attachment that nobody could read",
    severity=Severity.HIGH,
    weight=0.8,
    tags=("tactic:evasion", "attack:T1499.004"),
)

_CLOSED = frozenset({Family.ARCHIVE, Family.DISK_IMAGE})
_UNUSUAL_WEIGHT = 0.4


def detect(facts: Facts) -> Found | None:
    """Look for readers that failed, then for archives of a kind that is not opened."""
    for attachment, sentence, _ in troubled(facts, frozenset({Trouble.KILLED, Trouble.TIME})):
        return told(attachment, f"An attachment could not be examined: {sentence}", sentence)
    for attachment, sentence, _ in troubled(facts, frozenset({Trouble.UNSUPPORTED})):
        if attachment.true_type.family in _CLOSED:
            what = f"An attachment is packed in a way that is not opened: {sentence}"
            return told(attachment, what, sentence, _UNUSUAL_WEIGHT)
    return None
