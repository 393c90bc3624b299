"""The message is malformed in ways that make two programs read it differently.

Mail programs of good faith do not reuse a boundary or give a file two names; attackers do, so
that a filter sees one message and the reader another. What careless senders do (a missing end, a
long line, a forgotten break before the last boundary) is no reason here.
"""

from bartizan.forensics.mime import DefectCode
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Malformed on purpose",
    severity=Severity.MEDIUM,
    weight=0.3,
    tags=("tactic:evasion", "attack:T1027"),
)

_DECEPTIVE = frozenset(
    {
        DefectCode.BOUNDARY_REUSED,
        DefectCode.NUL_IN_HEADER,
        DefectCode.PARAMETER_CONFLICT,
        DefectCode.TOO_DEEP,
        DefectCode.TOO_MANY_PARTS,
        DefectCode.TOO_MUCH_WORK,
    }
)
#: Newsletters nest their tables as deep.
_UNREAD_WEIGHT = 0.06


def detect(facts: Facts) -> Found | None:
    """Look for defects that only deception needs."""
    for defect in facts.message.defects:
        if defect.code in _DECEPTIVE:
            return Found(
                f"The message is built to be read in two ways: {defect.sentence}",
                (seen(f"offset:{defect.offset}", str(defect.code)),),
            )
    if any(page.cut for page in facts.html):
        return Found(
            "A page in the message is too large or too deep to be read to its end.",
            (seen("html", "cut short"),),
            weight=_UNREAD_WEIGHT,
        )
    return None
