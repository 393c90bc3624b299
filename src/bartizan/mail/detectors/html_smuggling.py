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

#: What makes a file, and what hands it to the reader: it takes one of each.
_MAKES = frozenset({"Blob", "Uint8Array", "atob"})
_HANDS_OUT = frozenset({"createObjectURL", "msSaveBlob", "msSaveOrOpenBlob"})


def detect(facts: Facts) -> Found | None:
    """Look for scripts that make a file and hand it out."""
    for page in facts.html:
        words = _MAKES.intersection(page.smuggling), _HANDS_OUT.intersection(page.smuggling)
        if all(words):
            return Found(
                "A page in the message builds a file in the browser and offers it for download.",
                (seen("script", ", ".join(page.smuggling)),),
            )
    return None
