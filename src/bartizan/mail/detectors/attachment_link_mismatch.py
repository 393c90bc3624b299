"""What looks like an attached file is a link to a stranger's page.

Its text is the name of a document, `Invoice_2291.pdf`; what opens is a page that asks for a
password first.
"""

import re

from bartizan.forensics.links.known_hosts import Kind
from bartizan.mail.detectors._links import host, place, strangers, told
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Link dressed as a file",
    severity=Severity.HIGH,
    weight=0.55,
    tags=("tactic:credential-phishing", "attack:T1566.002", "attack:T1204.001"),
    basis=Basis.LINKS,
)

_FILE_NAME = re.compile(
    r"[^\s/\\?#=<>@][^/\\?#=<>@\n]{0,120}\.(pdf|docx?|xlsx?|pptx?|zip|rar|csv|xml|eml|wav|mp3)\s{0,9}\Z",
    re.IGNORECASE,
)
_LONGEST = 200
_STORED = frozenset({Kind.FILE_HOST, Kind.STORAGE})


def detect(facts: Facts) -> Found | None:
    """Compare names of files that are shown with what the links open."""
    for link in strangers(facts):
        name = _name_shown(link)
        if name is not None and not _opens_file(link, name):
            return Found(
                f"What looks like a file opens a page at {host(link)}.",
                (told(link),),
            )
    return None


def _name_shown(link: Link) -> re.Match[str] | None:
    text = link.text.strip()
    if not link.in_page or len(text) > _LONGEST or "://" in text:
        return None
    return _FILE_NAME.match(text)


def _opens_file(link: Link, name: re.Match[str]) -> bool:
    target = place(link)
    ending = f".{name[1].lower()}"
    whole = f"{target.path}?{target.query}".lower()
    return ending in whole or not link.kinds.isdisjoint(_STORED)
