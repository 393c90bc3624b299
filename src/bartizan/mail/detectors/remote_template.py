"""A document fetches its template or objects from elsewhere when it is opened.

The attachment itself is clean, so that scanners see nothing; what runs is fetched later.
"""

from bartizan.forensics.examination import Sign, Trait
from bartizan.forensics.file_types import Family
from bartizan.mail.detectors._files import Seen, files, first
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Document that fetches from elsewhere",
    severity=Severity.HIGH,
    weight=0.85,
    tags=("tactic:evasion", "attack:T1221"),
)

_DOCUMENTS = frozenset({Family.DOCUMENT, Family.MACRO_DOCUMENT})
_OBJECT, _UPDATE, _PICTURE, _ELSE = 0.6, 0.5, 0.2, 0.35
_OBJECT_KINDS = ("oleobject ", "frame ", "subdocument ", "attachedtemplate ", "package ")


def detect(facts: Facts) -> Found | None:
    """Look for remote templates first, then for other things that are fetched."""
    documents = [one for one in files(facts) if one.file.family in _DOCUMENTS]
    sentence = "The document {name} loads its template from {detail}."
    template = first(documents, Trait.EXTERNAL_TEMPLATE, sentence)
    if template is not None:
        return template
    found = [_fetched(one, sign) for one in documents for sign in one.file.signs]
    weighed = [one for one in found if one is not None]
    return max(weighed, key=lambda one: one.weight or 0, default=None)


def _fetched(one: Seen, sign: Sign) -> Found | None:
    if sign.trait is not Trait.EXTERNAL_LINK:
        return None
    weight = _weight(sign.detail.lower())
    sentence = f"The document {one.name} fetches something when it is opened: {sign.detail[:100]}."
    return Found(sentence, one.evidence(Trait.EXTERNAL_LINK), weight, Severity.MEDIUM)


def _weight(detail: str) -> float:
    if detail.startswith(_OBJECT_KINDS):
        return _OBJECT
    if detail.startswith("\\"):
        return _UPDATE
    return _PICTURE if detail.startswith("field ") else _ELSE
