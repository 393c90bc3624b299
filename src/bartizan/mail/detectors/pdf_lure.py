"""A PDF is hardly more than a link: a button over a page, or a few words that ask for a click.

The message then carries no link that a filter could follow; the document does.
"""

import re

from bartizan.forensics.examination import Trait
from bartizan.forensics.urls import read_url
from bartizan.mail.detectors._files import Seen, files
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="PDF that is only a link",
    severity=Severity.MEDIUM,
    weight=0.35,
    tags=("tactic:evasion", "attack:T1566.001", "attack:T1204.001"),
)

_CALLED, _BUTTON = 0.65, 0.45
_FEW_WORDS = 700
_FEW_SITES = 2
_CALLS = re.compile(
    r"\b(?:view|open|access|download|review|read|sign|see)\s{1,3}(?:the\s|your\s|this\s|my\s|secure\s|shared\s|"
    r"online\s|full\s|complete\s){0,3}(?:documents?|files?|pdf|message|invoice|statement|fax|voice|content|"
    r"online|here|now)\b|\bclick\s{1,3}(?:here|the\s(?:button|link)|below)|\bsecured?\s(?:document|file|message)|"
    r"\bshared\s(?:a\s)?(?:document|file)|\bdocusign\b|\badobe\s(?:cloud|sign)|\bonedrive\b|\bsharepoint\b|"
    r"\bpassword\b.{0,40}\bexpir|\bscan\s(?:the|this)\s(?:qr|code)",
    re.IGNORECASE,
)


def detect(facts: Facts) -> Found | None:
    """Look at every PDF with links to few places and little to say."""
    found = [_judge(one) for one in files(facts) if one.file.type == "pdf" and one.file.urls]
    weighed = [one for one in found if one is not None]
    return max(weighed, key=lambda one: one.weight or ABOUT.weight, default=None)


def _judge(one: Seen) -> Found | None:
    words = " ".join(one.file.text.split())
    sites = _sites(one.file.urls)
    if len(words) > _FEW_WORDS or not 0 < len(sites) <= _FEW_SITES:
        return None
    evidence = (*one.evidence(Trait.LINK), seen(f"part:{one.part}", one.file.urls[0]))
    where = f"leads to {', '.join(sorted(sites))}"
    call = _CALLS.search(words)
    if call:
        said = f"The PDF {one.name} says little but {call[0]!r}, and {where}."
        return Found(said, evidence, _CALLED, Severity.HIGH)
    if one.sign(Trait.LINK):
        return Found(f"The PDF {one.name} is one large button that {where}.", evidence, _BUTTON)
    return Found(f"The PDF {one.name} is hardly more than a link: it {where}.", evidence)


def _sites(urls: tuple[str, ...]) -> set[str]:
    read = (read_url(url) for url in urls[:50])
    return {
        url.site or url.host for url in read if url is not None and url.scheme in ("http", "https")
    } - {""}
