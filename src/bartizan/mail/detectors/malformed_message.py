"""The message is malformed in ways that make two programs read it differently.

Mail programs of good faith do not write two From fields or reuse a boundary; attackers do, so
that a filter sees one message and the reader another.
"""

from collections import Counter

from bartizan.forensics.mime import DefectCode
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Malformed on purpose",
    severity=Severity.MEDIUM,
    weight=0.4,
    tags=("tactic:evasion", "attack:T1027"),
)

#: Fields that may stand once (RFC 5322, section 3.6) and decide what the reader sees.
_SINGLE = frozenset({"from", "sender", "reply-to", "to", "subject", "date", "content-type"})
_DECEPTIVE = frozenset(
    {
        DefectCode.BOUNDARY_GLUED,
        DefectCode.BOUNDARY_REUSED,
        DefectCode.NUL_IN_HEADER,
        DefectCode.PARAMETER_CONFLICT,
        DefectCode.TOO_DEEP,
        DefectCode.TOO_MANY_PARTS,
        DefectCode.TOO_MUCH_WORK,
    }
)
_DECEPTIVE_WEIGHT = 0.3


def detect(facts: Facts) -> Found | None:
    """Look for repeated singleton fields, then for defects that only deception needs."""
    counts = Counter(field.name for field in facts.message.fields)
    for name in sorted(_SINGLE):
        if counts[name] > 1:
            return Found(
                f"The header has {counts[name]} {name.title()} fields where one is allowed.",
                (seen(f"header:{name}", f"{counts[name]} times"),),
            )
    for defect in facts.message.defects:
        if defect.code in _DECEPTIVE:
            return Found(
                f"The message is built to be read in two ways: {defect.sentence}",
                (seen(f"offset:{defect.offset}", str(defect.code)),),
                weight=_DECEPTIVE_WEIGHT,
            )
    if any(page.cut for page in facts.html):
        return Found(
            "A page in the message is too large or too deep to be read to its end.",
            (seen("html", "cut short"),),
            weight=_DECEPTIVE_WEIGHT,
        )
    return None
