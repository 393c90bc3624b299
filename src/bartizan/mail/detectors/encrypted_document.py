"""A document is encrypted so that nobody on the way can look into it.

Honest people do that too; with the password in the same message it protects from nobody but
filters, and the password that Excel knows by itself hides from filters alone.
"""

from bartizan.forensics.examination import Trait, Trouble
from bartizan.forensics.file_types import Family
from bartizan.mail.detectors._files import Seen, files
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Encrypted document",
    severity=Severity.LOW,
    weight=0.2,
    tags=("tactic:evasion", "attack:T1027.013"),
)

_OPENED, _BUILT_IN = 0.45, 0.85
_DOCUMENTS = frozenset({Family.DOCUMENT, Family.MACRO_DOCUMENT})


def detect(facts: Facts) -> Found | None:
    """Look for documents that are locked, or were until a password in the message opened them."""
    found = [
        _judge(one)
        for one in files(facts)
        if one.file.family in _DOCUMENTS and one.file.has(Trait.ENCRYPTED)
    ]
    return max(found, key=lambda one: one.weight or ABOUT.weight, default=None)


def _judge(one: Seen) -> Found:
    evidence = one.evidence(Trait.OBFUSCATED)
    if one.file.password is not None and one.file.has(Trait.OBFUSCATED):
        sentence = f"The workbook {one.name} is encrypted so that only filters cannot read it."
        return Found(sentence, evidence, _BUILT_IN, Severity.HIGH)
    if one.file.password is not None:
        sentence = f"The document {one.name} is encrypted, and its password is in the message."
        return Found(sentence, evidence, _OPENED, Severity.MEDIUM)
    locked = any(defect.trouble is Trouble.LOCKED for defect in one.file.defects)
    state = "encrypted and could not be looked into" if locked else "encrypted"
    return Found(f"The document {one.name} is {state}.", evidence)
