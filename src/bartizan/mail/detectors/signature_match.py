"""A signature matched: a YARA rule, or one of ClamAV's.

ClamAV's names say how sure it is: `PUA.` are programs that somebody may not want, `Heuristics.`
guesses; everything else is known malware.
"""

from bartizan.mail.evidence import About, Facts, Found, Signature, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Known malware or pattern",
    severity=Severity.CRITICAL,
    weight=0.97,
    tags=("tactic:malware", "attack:T1566.001"),
)

#: What a match of a rule of each severity is worth.
_WEIGHTS = {
    "low": (0.1, Severity.LOW),
    "medium": (0.4, Severity.MEDIUM),
    "high": (0.8, Severity.HIGH),
    "critical": (0.95, Severity.CRITICAL),
}
_GUESSES = ("PUA.", "Heuristics.")
_GUESS = (0.5, Severity.MEDIUM)
_SHOWN = 10


def detect(facts: Facts) -> Found | None:
    """Tell the gravest match, with the others as evidence."""
    if not facts.signatures:
        return None
    ordered = sorted(facts.signatures, key=lambda one: -_worth(one)[0])
    weight, severity = _worth(ordered[0])
    evidence = tuple(seen(one.where, f"{one.engine}: {one.name}") for one in ordered[:_SHOWN])
    sentence = f"The message matches the signature {ordered[0].name} ({ordered[0].engine})."
    return Found(sentence, evidence, weight, severity)


def _worth(signature: Signature) -> tuple[float, Severity]:
    if signature.severity in _WEIGHTS:
        return _WEIGHTS[signature.severity]
    if signature.name.startswith(_GUESSES):
        return _GUESS
    return ABOUT.weight, ABOUT.severity
