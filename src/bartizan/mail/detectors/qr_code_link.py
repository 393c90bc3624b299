"""A QR code holds a link: it is opened on a telephone, past every filter of the company.

Codes on pictures and in documents come from the examination of attachments; codes that are drawn
with letters or table cells in the message itself are read here. Worse where the link carries the
recipient's address, or leads to a host where anybody may put pages.
"""

import base64
import re
from collections.abc import Iterator
from urllib.parse import unquote

from bartizan.forensics.drawn_codes import codes_in_tables, codes_in_text
from bartizan.forensics.file_types import Family
from bartizan.forensics.urls import Url, read_url
from bartizan.mail.detectors._files import files
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Link in a QR code",
    severity=Severity.MEDIUM,
    weight=0.35,
    tags=("tactic:evasion", "attack:T1566.002", "attack:T1204.001"),
)

_DRAWN, _PERSONAL, _ANYBODYS, _DOCUMENT = 0.85, 0.92, 0.7, 0.45
_PARTS = 8
_ANYBODY = frozenset(
    "bit.ly tinyurl.com is.gd t.co cutt.ly rb.gy rebrand.ly ow.ly s.id shorturl.at t.ly qr.io "
    "qrco.de me-qr.com l.ead.me q-r.to scnv.io tiny.cc buff.ly v.gd urlz.fr".split()
)
_CODED = re.compile(r"[A-Za-z0-9+/_-]{12,400}={0,2}")


def detect(facts: Facts) -> Found | None:
    """Look at every code that is a link; the gravest counts."""
    found = [_judge(facts, code, where) for code, where in _codes(facts)]
    weighed = [one for one in found if one is not None]
    return max(weighed, key=lambda one: one.weight or ABOUT.weight, default=None)


def _codes(facts: Facts) -> Iterator[tuple[str, str]]:
    for one in files(facts):
        kind = "picture" if one.file.family == Family.IMAGE else "page"
        for code in one.file.codes:
            yield code, f"part:{one.part} {kind}"
    for part in [part for part in facts.message.parts if part.is_text][:_PARTS]:
        text = part.text()
        drawn = codes_in_tables(text) if part.content_type == "text/html" else codes_in_text(text)
        for code in drawn:
            yield code, f"part:{part.index} drawing"


def _judge(facts: Facts, code: str, where: str) -> Found | None:
    url = read_url(code)
    if url is None or url.scheme not in ("http", "https") or not url.host:
        return None
    weight, severity, what = _weigh(facts, code, url, where)
    sentence = f"A QR code {what} leads to {url.host_unicode}."
    return Found(sentence, (seen(where, code),), weight, severity)


def _weigh(facts: Facts, code: str, url: Url, where: str) -> tuple[float, Severity, str]:
    if any(address in _spelled_out(code) for address in _recipients(facts)):
        return _PERSONAL, Severity.CRITICAL, "that carries your address"
    if where.endswith("drawing"):
        return _DRAWN, Severity.HIGH, "drawn without a picture"
    if url.host in _ANYBODY or (url.site and url.site != url.registrable):
        return _ANYBODYS, Severity.HIGH, "to a place where anybody may put pages"
    if where.endswith("page"):
        return _DOCUMENT, Severity.MEDIUM, "in a document"
    return ABOUT.weight, Severity.MEDIUM, "in a picture"


def _recipients(facts: Facts) -> list[str]:
    listed = facts.envelope.recipients if facts.envelope else ()
    named = [mailbox.address for mailbox in facts.message.addresses("to")[:20]]
    return [address.lower() for address in (*listed[:20], *named) if "@" in address]


def _spelled_out(code: str) -> str:
    """A link in lower case, with what is in percent signs or base64 beside it."""
    plain = unquote(code)
    decoded = [_decoded(match[0]) for match in _CODED.finditer(plain[:4_000])]
    return " ".join((plain, *decoded)).lower()


def _decoded(text: str) -> str:
    digits = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(digits + "=" * (-len(digits) % 4)).decode("utf-8", "ignore")
    except ValueError:
        return ""
