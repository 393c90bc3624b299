"""A link leads to a file that anybody could have left at a public file host."""

from bartizan.forensics.links.known_hosts import Kind
from bartizan.mail.detectors._links import first, hosted_by_anybody
from bartizan.mail.evidence import About, Facts, Found
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="Link to a shared file",
    severity=Severity.LOW,
    weight=0.2,
    tags=("tactic:free-file-host", "attack:T1566.002", "attack:T1204.001"),
    basis=Basis.LINKS,
)


def detect(facts: Facts) -> Found | None:
    """Look for services where files are left for others."""
    return first(
        hosted_by_anybody(facts.foreign_links, Kind.FILE_HOST),
        "A link leads to a file at {host}, where anybody can leave one.",
    )
