"""Writes delivery status notifications (RFC 3461, RFC 3464; beyond ASCII RFC 6533)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from bartizan.mail.authentication.results import Result
from bartizan.mail.dsn import Notify
from bartizan.mail.verdict import Disposition, Verdict

_STATUS = re.compile(r"[0-9]{3}[ -]([245]\.[0-9]{1,3}\.[0-9]{1,3})\b")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
#: Octets of the original's header, or of the whole, that go back with a notification.
_RETURNED: Final = 100_000


@dataclass(frozen=True, slots=True)
class Report:
    """What one recipient's block says; `action` is RFC 3464's word (`failed`, `relayed`)."""

    address: str
    action: str
    response: str
    reporting: str
    orcpt: str | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """The message a notification is about, and the name and moment it is written under."""

    identifier: str
    host: str
    mail_from: str
    envid: str | None
    ret: str | None
    received_at: datetime
    now: datetime


def wants(notify: str, what: Notify) -> bool:
    """Tell whether a recipient's NOTIFY words ask for a notification of this kind."""
    words = notify.split(",") if notify else [Notify.FAILURE]
    return what in words


def may_notify(mail_from: str, verdict: Verdict | None) -> bool:
    """Tell whether a notification would reach who really sent the message.

    The null sender never gets one (RFC 5321, section 4.5.5). Anybody else only where the message
    was found harmless and the sender's domain is proved: otherwise bounces would hit the person
    whose address was forged (backscatter).
    """
    if not mail_from or verdict is None or verdict.authentication is None:
        return False
    if verdict.disposition not in (Disposition.DELIVER, Disposition.TAG):
        return False
    domain = mail_from.rpartition("@")[2].lower()
    spf, dmarc = verdict.authentication.spf, verdict.authentication.dmarc
    if spf.result is Result.PASS and spf.domain.lower() == domain:
        return True
    return dmarc.result is Result.PASS and _related(dmarc.domain.lower(), domain)


def _related(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def compose(
    occasion: Occasion, identifier: str, reports: Sequence[Report], original: bytes
) -> bytes:
    """Return the notification as a complete message with CRLF line ends."""
    boundary = f"=_{identifier}"
    utf8 = not all(report.address.isascii() for report in reports)
    full = occasion.ret == "FULL" and len(original) <= _RETURNED
    parts = [
        ("text/plain; charset=utf-8", _words(occasion, reports).encode()),
        (
            f"message/{'global-' if utf8 else ''}delivery-status",
            _status(occasion, reports, utf8=utf8).encode(),
        ),
        _returned(original, full=full),
    ]
    body = b"".join(
        f"--{boundary}\r\nContent-Type: {kind}\r\n".encode()
        + (b"Content-Transfer-Encoding: 8bit\r\n" if not content.isascii() else b"")
        + b"\r\n" + content + b"\r\n"
        for kind, content in parts
    )  # fmt: skip
    return _header(occasion, identifier, boundary, reports) + body + f"--{boundary}--\r\n".encode()


def _header(occasion: Occasion, identifier: str, boundary: str, reports: Sequence[Report]) -> bytes:
    failed = any(report.action == "failed" for report in reports)
    subject = "Your message could not be delivered" if failed else "Your message was passed on"
    return (
        f"From: Mail delivery <postmaster@{occasion.host}>\r\n"
        f"To: <{_clean(occasion.mail_from)}>\r\n"
        f"Subject: {subject}\r\n"
        f"Date: {format_datetime(occasion.now)}\r\n"
        f"Message-ID: <{identifier}@{occasion.host}>\r\n"
        "Auto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status;\r\n"
        f'\tboundary="{boundary}"\r\n\r\n'
    ).encode()


def _words(occasion: Occasion, reports: Sequence[Report]) -> str:
    lines = [f"This is the mail gateway at {occasion.host}.", ""]
    for report in reports:
        done = "could not be delivered to" if report.action == "failed" else "was passed on for"
        lines.append(f"Your message {done} <{_clean(report.address)}>:")
        lines += [f"    {_clean(report.response)}", ""]
    return "\r\n".join(lines)


def _status(occasion: Occasion, reports: Sequence[Report], *, utf8: bool) -> str:
    kind = "utf-8" if utf8 else "rfc822"
    message = [f"Reporting-MTA: dns; {occasion.host}"]
    if occasion.envid:
        message.insert(0, f"Original-Envelope-Id: {_clean(occasion.envid)}")
    message.append(f"Arrival-Date: {format_datetime(occasion.received_at)}")
    blocks = ["\r\n".join(message)]
    blocks += ["\r\n".join(_recipient(report, kind)) for report in reports]
    return "\r\n\r\n".join(blocks) + "\r\n"


def _recipient(report: Report, kind: str) -> list[str]:
    fields = [f"Original-Recipient: {_clean(report.orcpt)}"] if report.orcpt else []
    fields += [
        f"Final-Recipient: {kind}; {_clean(report.address)}",
        f"Action: {report.action}",
        f"Status: {status_of(report.response, report.action)}",
    ]
    if report.reporting:
        fields.append(f"Remote-MTA: dns; {_clean(report.reporting)}")
        fields.append(f"Diagnostic-Code: smtp; {_clean(report.response)}")
    return fields


def status_of(response: str, action: str) -> str:
    """Return the enhanced status in a reply, or the general one for the action."""
    found = _STATUS.match(response)
    if action == "relayed":
        return "2.0.0"
    # A put-off recipient that is given up failed because its time ran out (RFC 3463, X.4.7).
    if response.startswith("4"):
        return "5.4.7" if found is None or not found[1].startswith("5") else found[1]
    return found[1] if found else "5.0.0"


def _returned(original: bytes, *, full: bool) -> tuple[str, bytes]:
    if full:
        return "message/rfc822", original
    end = original.find(b"\r\n\r\n")
    header = original if end < 0 else original[: end + 2]
    if len(header) > _RETURNED:
        header = header[: header.rfind(b"\r\n", 0, _RETURNED) + 2]
    return "text/rfc822-headers", header


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text)
