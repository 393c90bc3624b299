"""A workbook has a sheet of Excel 4 macros, which nobody writes any more but malware."""

from bartizan.forensics.examination import Trait
from bartizan.mail.detectors._files import files
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Excel 4 macros",
    severity=Severity.HIGH,
    weight=0.8,
    tags=("tactic:malware", "attack:T1566.001", "attack:T1059"),
)

_GRAVE = 0.95


def detect(facts: Facts) -> Found | None:
    """Look for sheets of macros, graver where they are hidden or run by themselves."""
    for one in files(facts):
        if not one.file.has(Trait.XLM):
            continue
        evidence = one.evidence(Trait.XLM, Trait.MACRO_AUTO, Trait.OBFUSCATED)
        if one.sign(Trait.MACRO_AUTO, Trait.OBFUSCATED):
            sentence = f"The workbook {one.name} hides Excel 4 macros or starts them by itself."
            return Found(sentence, evidence, weight=_GRAVE, severity=Severity.CRITICAL)
        return Found(f"The workbook {one.name} has a sheet of Excel 4 macros.", evidence)
    return None
