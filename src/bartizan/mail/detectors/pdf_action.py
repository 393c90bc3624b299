"""A PDF starts a program or runs a script when it is opened, or disguises that it could."""

from bartizan.forensics.examination import Trait
from bartizan.mail.detectors._files import Seen, files
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="PDF that acts by itself",
    severity=Severity.HIGH,
    weight=0.6,
    tags=("tactic:malware", "attack:T1566.001", "attack:T1059.007"),
)

_LAUNCH, _DISGUISED, _MASKED, _SCRIPT, _FORM = 0.93, 0.9, 0.7, 0.25, 0.25
_SHOWN = (Trait.LAUNCH, Trait.OBFUSCATED, Trait.OPEN_ACTION, Trait.JAVASCRIPT, Trait.FORM)


def detect(facts: Facts) -> Found | None:
    """Look at the actions of every PDF; the gravest counts."""
    found = [_judge(one) for one in files(facts) if one.file.type == "pdf"]
    weighed = [one for one in found if one is not None]
    return max(weighed, key=lambda one: one.weight or 0, default=None)


def _judge(one: Seen) -> Found | None:
    for traits, weight, severity, what in (
        ({Trait.LAUNCH}, _LAUNCH, Severity.CRITICAL, "starts a program"),
        ({Trait.JAVASCRIPT, Trait.OBFUSCATED}, _DISGUISED, Severity.HIGH, "hides its script"),
        ({Trait.JAVASCRIPT, Trait.OPEN_ACTION}, ABOUT.weight, Severity.HIGH,
         "runs a script when it is opened"),
        ({Trait.OBFUSCATED}, _MASKED, Severity.HIGH, "disguises what it can do"),
        ({Trait.JAVASCRIPT}, _SCRIPT, Severity.LOW, "has a script"),
        ({Trait.FORM}, _FORM, Severity.LOW, "sends what is typed into it elsewhere"),
    ):  # fmt: skip
        if all(one.file.has(trait) for trait in traits):
            return Found(f"The PDF {one.name} {what}.", one.evidence(*_SHOWN), weight, severity)
    return None
