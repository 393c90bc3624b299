"""A shortcut starts an interpreter or a program elsewhere instead of opening a document."""

from bartizan.forensics.examination import Trait
from bartizan.forensics.file_types import Family
from bartizan.mail.detectors._files import Seen, files
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Shortcut that runs a command",
    severity=Severity.CRITICAL,
    weight=0.9,
    tags=("tactic:malware", "attack:T1204.002", "attack:T1547.009"),
)

_GRAVE, _WEB = 0.97, 0.5
_SHOWN = (Trait.COMMAND, Trait.DOWNLOAD, Trait.OBFUSCATED, Trait.EXTERNAL_LINK, Trait.LINK)


def detect(facts: Facts) -> Found | None:
    """Look at every shortcut, attached or packed."""
    found = [_judge(one) for one in files(facts) if one.file.family == Family.SHORTCUT]
    weighed = [one for one in found if one is not None]
    return max(weighed, key=lambda one: one.weight or ABOUT.weight, default=None)


def _judge(one: Seen) -> Found | None:
    evidence = one.evidence(*_SHOWN)
    command = one.sign(Trait.COMMAND)
    if command is None:
        link = one.sign(Trait.LINK)
        if link is None:
            return None
        sentence = f"The attachment {one.name} is a shortcut to {link.detail[:100]}."
        return Found(sentence, evidence, _WEB, Severity.MEDIUM)
    sentence = f"The shortcut {one.name} runs: {command.detail[:120]}"
    if one.sign(Trait.DOWNLOAD, Trait.OBFUSCATED):
        return Found(sentence, evidence, _GRAVE)
    return Found(sentence, evidence)
