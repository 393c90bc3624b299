"""Shows hostile mail safely: the HTML, the text and the parts, and the headers they go out with."""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote

from bartizan.forensics.html import Mark, safe_document
from bartizan.forensics.mime import Message, Part
from bartizan.mail.scoring import by_weight
from bartizan.mail.verdict import Evidence, Verdict

#: The document may run nothing, load nothing and navigate nothing, whatever got past us.
BODY_HEADERS: Final = {
    "Content-Security-Policy": (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
        "img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: What a browser draws and nothing else: SVG is a program.
_IMAGES: Final = frozenset({"image/png", "image/gif", "image/jpeg", "image/webp", "image/bmp"})
_MAGIC: Final = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/gif": b"GIF8",
    "image/jpeg": b"\xff\xd8\xff",
    "image/webp": b"RIFF",
    "image/bmp": b"BM",
}
_LONGEST_TEXT: Final = 2_000_000
#: Evidence that the safe body does not show: headers, the session, what authentication said, and
#: what is left out of it.
_ELSEWHERE: Final = (
    "header:", "envelope", "subject", "offset:", "spf", "dkim", "dmarc", "arc", "structure",
    "attachment", "form", "input", "script", "meta", "base",
)  # fmt: skip
#: Every reason, in place of one detector's id.
ALL_MARKS: Final = "all"


def body_document(message: Message, parts_url: str, marks: Sequence[Mark] = ()) -> str:
    """Return the message's body as one safe HTML document; `parts_url` ends with a slash."""
    shown = [part for part in message.html_body() if part.is_text]
    markup = "<hr>".join(
        part.text()[:_LONGEST_TEXT]
        if part.content_type == "text/html"
        else f"<pre>{_escape(part.text()[:_LONGEST_TEXT])}</pre>"
        for part in shown
    )
    return safe_document(markup, _inline_images(message, parts_url), marks)


def evidence_marks(verdict: Verdict | None, wanted: str) -> list[Mark]:
    """Return what the body is to show of one detector's evidence, or of all.

    Numbers are those of the reasons as everybody lists them: the weightiest is 1.
    """
    reasons = enumerate(by_weight(verdict.reasons), 1) if verdict is not None else ()
    return [
        Mark(number, evidence.text)
        for number, reason in reasons
        if wanted in (ALL_MARKS, reason.id)
        for evidence in reason.evidence
        if _in_body(evidence)
    ]


def _in_body(evidence: Evidence) -> bool:
    return not evidence.where.startswith(_ELSEWHERE)


def body_text(message: Message) -> str:
    """Return the text a client would show."""
    shown = (part for part in message.text_body() if part.is_text)
    return "\n\n".join(part.text()[:_LONGEST_TEXT] for part in shown)


def part_headers(part: Part, content: bytes) -> tuple[str, Mapping[str, str]]:
    """Return the content type and headers a part is handed out with.

    Everything is a download of unknown bytes, except pictures that HTML refers to; those must
    also be what they claim.
    """
    headers = dict(BODY_HEADERS)
    kind = part.content_type
    if kind in _IMAGES and part.content_id is not None and content.startswith(_MAGIC[kind]):
        return kind, headers
    headers["Content-Disposition"] = _attachment(part.file_name or f"part-{part.index}.bin")
    return "application/octet-stream", headers


def raw_headers(identifier: str) -> Mapping[str, str]:
    """Return the headers of the whole message as a download."""
    return {**BODY_HEADERS, "Content-Disposition": _attachment(f"{identifier}.eml")}


def _inline_images(message: Message, parts_url: str) -> Mapping[str, str]:
    return {
        part.content_id: f"{parts_url}{part.index}"
        for part in message.parts
        if part.content_id is not None and part.content_type in _IMAGES
    }


def _attachment(name: str) -> str:
    """Return a disposition whose file name cannot break out of the header (RFC 6266, RFC 8187)."""
    plain = name[:150].encode("utf-8", "replace").decode("utf-8")
    ascii_name = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in plain)
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(plain, safe='')}"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
