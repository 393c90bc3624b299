"""A document carries macros; ones that start by themselves and fetch or run programs are malware.

Mail gateways of most companies refuse macros outright; honest ones are rare between companies.
"""

from bartizan.forensics.examination import Trait
from bartizan.mail.detectors._files import Seen, files
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Document with macros",
    severity=Severity.HIGH,
    weight=0.4,
    tags=("tactic:malware", "attack:T1566.001", "attack:T1204.002", "attack:T1137.001"),
)

_BOTH, _ONE = 0.93, 0.7


def detect(facts: Facts) -> Found | None:
    """Look at the macros of every document; the gravest counts."""
    found = [_judge(one) for one in files(facts) if one.file.has(Trait.MACRO)]
    return max(found, key=lambda one: one.weight or ABOUT.weight, default=None)


def _judge(one: Seen) -> Found:
    automatic = one.sign(Trait.MACRO_AUTO)
    dangerous = one.sign(Trait.MACRO_SUSPICIOUS)
    evidence = one.evidence(Trait.MACRO_AUTO, Trait.MACRO_SUSPICIOUS, Trait.OBFUSCATED)
    if automatic and dangerous:
        sentence = (
            f"The document {one.name} has a macro that runs by itself ({automatic.detail}) "
            f"and uses {dangerous.detail}."
        )
        return Found(sentence, evidence, weight=_BOTH, severity=Severity.CRITICAL)
    if automatic:
        sentence = f"The document {one.name} has a macro that runs by itself ({automatic.detail})."
        return Found(sentence, evidence, weight=_ONE)
    if dangerous:
        sentence = f"A macro in the document {one.name} uses {dangerous.detail}."
        return Found(sentence, evidence, weight=_ONE)
    return Found(f"The document {one.name} has macros.", evidence)
