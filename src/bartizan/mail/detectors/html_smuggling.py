"""A page in the message builds a file on the reader's machine, past every filter on the way.

The file never crosses the network: a script decodes it inside the browser and offers it as a
download (HTML smuggling).
"""

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="HTML smuggling",
    severity=Severity.CRITICAL,
    weight=0.9,
    tags=("tactic:malware", "tactic:evasion", "attack:T1027.006"),
)

_ENOUGH = 2  # one such word occurs in honest scripts, two together build a file
_SCRIPT_WEIGHT = 0.3


def detect(facts: Facts) -> Found | None:
    """Look for scripts that decode and hand out a file; then for any script at all."""
    for page in facts.html:
        if len(page.smuggling) >= _ENOUGH:
            return Found(
                "A page in the message builds a file in the browser and offers it for download.",
                (seen("script", ", ".join(page.smuggling)),),
            )
    scripted = [page for page in facts.html if page.scripts or page.script_sources]
    if not scripted:
        return None
    first = (scripted[0].scripts or scripted[0].script_sources)[0]
    return Found(
        "A page in the message carries a program.",
        (seen("script", first.strip()),),
        weight=_SCRIPT_WEIGHT,
    )
