"""Failure reports: one message in somebody's name that failed (RFC 9991, RFC 6591, RFC 5965)."""

from datetime import datetime
from ipaddress import ip_address

from pydantic import BaseModel, ConfigDict

from bartizan.forensics.dates import parse_date
from bartizan.forensics.mime import Message, Part, parse
from bartizan.mail.feedback.errors import ReportUnreadableError

_REPORT = "message/feedback-report"
_ORIGINALS = frozenset({"message/rfc822", "message/global", "text/rfc822-headers"})
_LONG, _MOST_RESULTS = 1000, 20


class FailureReport(BaseModel):
    """One failure report. `headers` are those of the message it is about, as far as it came along.

    `kind` is the feedback type (`auth-failure`, `abuse`, `fraud`…), `failed` what failed (`dmarc`,
    `dkim`, `spf`, `bodyhash`…), `delivery` what the reporter did with the message.
    """

    model_config = ConfigDict(frozen=True)

    kind: str
    failed: str
    reported_domain: str
    source_ip: str
    delivery: str
    alignment: str
    original_from: str
    original_to: tuple[str, ...]
    arrived: datetime | None
    message_id: str
    results: tuple[str, ...]
    agent: str
    dkim_domain: str = ""
    dkim_selector: str = ""
    header_from: str = ""
    subject: str = ""


def read_failure(message: Message) -> FailureReport:
    """Read the failure report that a message carries.

    Raises:
        ReportUnreadableError: it carries none.
    """
    part = next((one for one in message.walk() if one.content_type == _REPORT), None)
    if part is None:
        raise ReportUnreadableError("No part of the message is a feedback report.")
    fields = parse(_fields(part))
    about = _original(message)
    return FailureReport(
        kind=_said(fields, "feedback-type").lower(),
        failed=_said(fields, "auth-failure").lower(),
        reported_domain=_said(fields, "reported-domain").lower(),
        source_ip=_address(_said(fields, "source-ip")),
        delivery=_said(fields, "delivery-result").lower(),
        alignment=_said(fields, "identity-alignment").lower(),
        original_from=_said(fields, "original-mail-from").strip("<>"),
        original_to=tuple(
            to.strip().strip("<>")[:_LONG] for to in fields.headers("original-rcpt-to")[:100]
        ),
        arrived=parse_date(_said(fields, "arrival-date") or _said(fields, "received-date")),
        message_id=(_said(fields, "message-id") or _said(about, "message-id")).strip("<>"),
        results=tuple(
            one[:_LONG] for one in fields.headers("authentication-results")[:_MOST_RESULTS]
        ),
        agent=_said(fields, "user-agent"),
        dkim_domain=_said(fields, "dkim-domain").lower(),
        dkim_selector=_said(fields, "dkim-selector"),
        header_from=_author(about),
        subject=_said(about, "subject"),
    )


def _fields(part: Part) -> bytes:
    """The report's fields; some generators put empty lines before or between them."""
    lines = (line.rstrip() for line in part.content().splitlines())
    return b"\r\n".join(line for line in lines if line) + b"\r\n\r\n"


def _original(message: Message) -> Message:
    for part in message.walk():
        if part.content_type in _ORIGINALS and part.index:
            return part.message or parse(part.content())
    return parse(b"")


def _author(message: Message) -> str:
    senders = message.addresses("from")
    return senders[0].address if senders else ""


def _said(message: Message, name: str) -> str:
    return (message.header(name) or "").strip()[:_LONG]


def _address(text: str) -> str:
    try:
        return str(ip_address(text.split(" ", maxsplit=1)[0].strip("[]")))
    except ValueError:
        return ""
