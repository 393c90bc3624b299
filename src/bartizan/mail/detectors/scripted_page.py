"""A page in the message carries a program.

Mail programs run none, so honest senders stopped writing them; a page that decodes itself before it
is shown hides what it says, and one that is opened as a file runs.
"""

from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="A program in the page",
    severity=Severity.MEDIUM,
    weight=0.2,
    tags=("tactic:evasion", "tactic:scripting", "attack:T1059.007"),
)

#: What unpacks text that was packed so that nobody reads it.
_UNPACKS = frozenset({"atob", "unescape", "eval", "fromCharCode", "decodeURIComponent"})
_WRITES = frozenset({"document.write"})
_UNPACKED_WEIGHT = 0.7
_LONG = 5_000


def detect(facts: Facts) -> Found | None:
    """Look for a script that unpacks and shows what it carries; then for any script at all."""
    for page in facts.html:
        if _WRITES.intersection(page.smuggling) and _UNPACKS.intersection(page.smuggling):
            return Found(
                "A page in the message hides what it says until a program unpacks it.",
                (seen("script", ", ".join(page.smuggling)),),
                weight=_UNPACKED_WEIGHT if _carries_much(page.scripts) else None,
            )
    scripts = [one for page in facts.html for one in (*page.scripts, *page.script_sources)]
    if not scripts:
        return None
    return Found("A page in the message carries a program.", (seen("script", scripts[0].strip()),))


def _carries_much(scripts: tuple[str, ...]) -> bool:
    return sum(map(len, scripts)) > _LONG
