"""An invitation is used as bait: it lands in the calendar by itself, with a link or a number.

Looked at are invitations whose text speaks of money, accounts or passwords and which lead to a
place that belongs neither to the sender nor to a conference service, or carry a file.
"""

import re
from collections.abc import Iterator

from bartizan.forensics.documents import read_document
from bartizan.forensics.examination import Reading
from bartizan.forensics.file_signatures import TYPES
from bartizan.forensics.urls import read_url
from bartizan.mail.detectors._files import files
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Invitation used as bait",
    severity=Severity.MEDIUM,
    weight=0.6,
    tags=("tactic:social-engineering", "attack:T1566.002"),
)

_CARRIES, _LEADS = 0.85, 0.25
_INVITATIONS = 10
_CONFERENCES = frozenset(
    "zoom.us zoom.com microsoft.com google.com webex.com teams.live.com live.com gotomeeting.com "
    "goto.com meet.jit.si whereby.com ringcentral.com bluejeans.com chime.aws calendly.com "
    "skype.com lync.com outlook.com office.com dialpad.com livestorm.co bigmarker.com".split()
)
_BAIT = re.compile(
    r"\b(?:invoice|payment|payroll|salary|bonus|refund|overdue|renew(?:al|ed)|subscription|charged|"
    r"password|verify|verification|suspend(?:ed|sion)|"
    r"expir(?:es?|ed|ing)|mailbox|quota|wallet|"
    r"unusual sign|security alert|unauthori[sz]ed|deactivat\w{1,4}|docusign|voice ?mail|"
    r"gift card)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\d+])\+?1?[\s.-]{0,2}\(?8\d{2}\)?[\s.-]{1,2}\d{3}[\s.-]{1,2}\d{4}(?!\d)"
)
_RUNS = (".html", ".htm", ".shtml", ".svg", ".zip", ".iso", ".js", ".exe", ".lnk", ".hta", ".url")


def detect(facts: Facts) -> Found | None:
    """Look at every invitation, in the body or attached."""
    own = _own_sites(facts)
    for text, urls, names, where in _invitations(facts):
        found = _judge(text, [site for site in _sites(urls) if site not in own], names, where)
        if found is not None:
            return found
    return None


def _judge(text: str, sites: list[str], names: tuple[str, ...], where: str) -> Found | None:
    carried = next((name for name in names if name.lower().endswith(_RUNS)), None)
    if carried is not None:
        sentence = f"An invitation carries the file {carried}."
        return Found(sentence, (seen(where, carried),), _CARRIES, Severity.HIGH)
    bait, number = _BAIT.search(text), _NUMBER.search(text)
    target = sites[0] if sites else number[0].strip() if number else ""
    if not target:
        return None
    evidence = (seen(where, text), seen(where, target))
    if bait:
        return Found(f"An invitation speaks of {bait[0]!r} and leads to {target}.", evidence)
    if sites:
        sentence = f"An invitation leads to {target}, which is not its sender's."
        return Found(sentence, evidence, _LEADS, Severity.LOW)
    return None


def _invitations(
    facts: Facts,
) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], str]]:
    """Text, links, names of files and place of every invitation."""
    examined = [one for one in files(facts) if one.file.type == "icalendar"][:_INVITATIONS]
    for one in examined:
        names = tuple(sign.detail for sign in one.file.signs if sign.trait == "embedded-object")
        yield one.file.text, one.file.urls, names, f"part:{one.part}"
    known = {one.part for one in examined}
    for part in facts.message.parts[:200]:
        if part.content_type == "text/calendar" and part.index not in known:
            reading = read_document(part.content(), TYPES["icalendar"], ()) or Reading()
            names = tuple(name for name, _ in reading.embedded)
            yield reading.text, reading.urls, names, f"part:{part.index}"


def _own_sites(facts: Facts) -> set[str]:
    sender = facts.sender.domain if facts.sender else ""
    url = read_url(f"https://{sender}/") if sender else None
    return {*facts.organisation.domains, *({url.site} if url and url.site else ())}


def _sites(urls: tuple[str, ...]) -> list[str]:
    read = (read_url(url) for url in urls[:100])
    found = [url for url in read if url is not None and url.scheme in ("http", "https")]
    return [
        url.site or url.host
        for url in found
        if not {url.site, url.registrable, url.host} & _CONFERENCES
    ]
