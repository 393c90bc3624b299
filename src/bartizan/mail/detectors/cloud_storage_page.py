"""A link opens a page that lies in a storage bucket or in IPFS.

Buckets are for files. A page in one has no owner a reader could know, only a provider's good name;
companies show pages under their own.
"""

import re

from bartizan.forensics.links.known_hosts import Kind
from bartizan.mail.detectors._links import first, place
from bartizan.mail.evidence import About, Facts, Found, Link
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Page in a storage bucket",
    severity=Severity.HIGH,
    weight=0.65,
    tags=(
        "tactic:free-hosting",
        "tactic:credential-phishing",
        "attack:T1583.006",
        "attack:T1566.002",
    ),
    basis=Basis.LINKS,
)

_FILE = re.compile(
    r"\.(?:pdf|png|jpe?g|gif|svg|zip|docx?|xlsx?|pptx?|csv|mp[34]|ics|txt)\Z", re.IGNORECASE
)
_FILE_WEIGHT = 0.25


def detect(facts: Facts) -> Found | None:
    """Look for storage that is asked for something else than a file."""
    stored = [link for link in facts.foreign_links if Kind.STORAGE in link.kinds and link.in_page]
    return first(
        (link for link in stored if not _is_file(link)),
        "A link opens a page stored at {host}, under nobody's own name.",
    ) or first(stored, "A link leads to a file stored at {host}.", _FILE_WEIGHT)


def _is_file(link: Link) -> bool:
    return _FILE.search(place(link).path) is not None
