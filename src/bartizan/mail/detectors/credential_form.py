"""The message itself asks for a password.

Nobody honest puts a sign-in form into a message or an attached page; what is typed there goes
wherever the sender wants.
"""

from bartizan.forensics.html import HtmlFacts
from bartizan.forensics.urls import read_url
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Asks for a password",
    severity=Severity.CRITICAL,
    weight=0.9,
    tags=("tactic:credential-phishing", "attack:T1566.002", "attack:T1056.003"),
)

_STRAY_WEIGHT = 0.7


def detect(facts: Facts) -> Found | None:
    """Look for password fields in forms, then for such fields outside any form."""
    for page in facts.html:
        found = _form(page) or _stray(page)
        if found is not None:
            return found
    return None


def _form(page: HtmlFacts) -> Found | None:
    for form in page.forms:
        if form.asks_password:
            target = read_url(form.action)
            where = f" and sends it to {target.host}" if target is not None else ""
            return Found(
                f"A form in the message asks for a password{where}.",
                (seen("form", form.action or "(no address)"),),
            )
    return None


def _stray(page: HtmlFacts) -> Found | None:
    fields = [name for kind, name in page.stray_inputs if kind == "password"]
    if not fields:
        return None
    return Found(
        "The message shows a field for a password.",
        (seen("input", fields[0]),),
        weight=_STRAY_WEIGHT,
    )
