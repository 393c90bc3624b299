"""An attached archive is built to exhaust whoever opens it, and to pass unread where that works.

Files that share their bytes, archives in archives in archives, output hundreds of times the
input: no packer of good faith makes these.
"""

from bartizan.forensics.examination import Trouble
from bartizan.mail.detectors._inside import told, troubled
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Archive bomb",
    severity=Severity.HIGH,
    weight=0.85,
    tags=("tactic:evasion", "tactic:malware", "attack:T1499.004", "attack:T1027.001"),
)

#: An honest archive may be large, or of many files; it is then not read to its end.
_WEIGHTS = {
    Trouble.OVERLAP: None,
    Trouble.TOO_DEEP: None,
    Trouble.RATIO: 0.75,
    Trouble.TOO_MANY: 0.25,
    Trouble.TOO_LARGE: 0.25,
}


def detect(facts: Facts) -> Found | None:
    """Look for what kept an archive from being opened, the gravest first."""
    found = {
        trouble: (attachment, sentence)
        for attachment, sentence, trouble in troubled(facts, frozenset(_WEIGHTS))
    }
    for trouble, weight in _WEIGHTS.items():
        if trouble in found:
            attachment, sentence = found[trouble]
            return told(
                attachment, f"An attachment cannot be opened safely: {sentence}", sentence, weight
            )
    return None
