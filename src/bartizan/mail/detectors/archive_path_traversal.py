"""A file in an attached archive has a name that puts it elsewhere than where it is unpacked.

`../../Startup/x.exe` lands in the folder of programs that start by themselves, if the program
that unpacks it is careless.
"""

from bartizan.forensics.examination import Trouble
from bartizan.mail.detectors._inside import told, troubled
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Archive that writes elsewhere",
    severity=Severity.HIGH,
    weight=0.85,
    tags=("tactic:malware", "tactic:evasion", "attack:T1574", "attack:T1547.001"),
)

_CLIMBS = "climbs"
_ABSOLUTE_WEIGHT = 0.3  # careless backups name files from the root of the disk


def detect(facts: Facts) -> Found | None:
    """Look for names that climb out of their folder, then for absolute ones."""
    found = list(troubled(facts, frozenset({Trouble.TRAVERSAL})))
    for attachment, sentence, _ in sorted(found, key=lambda one: _CLIMBS not in one[1]):
        weight = None if _CLIMBS in sentence else _ABSOLUTE_WEIGHT
        return told(
            attachment, f"A file in an archive leaves its folder: {sentence}", sentence, weight
        )
    return None
