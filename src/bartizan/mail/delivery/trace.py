"""What is written before a message on its way out, and what may not stay in it.

Our trace goes in front of the exact original bytes (RFC 5321, section 4.4). Fields that only we
may write, but that came in with the message, are renamed: the mail server behind us trusts them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from bartizan.mail.authentication.results import Authentication
from bartizan.mail.verdict import Disposition, Verdict

DISTRUSTED: Final = b"X-Untrusted-"
_FIELD = re.compile(rb"(?m)^([!-9;-~]{1,100})[ \t]*:")
_WORD = re.compile(r"[^A-Za-z0-9.@_+/=:\[\]-]")


@dataclass(frozen=True, slots=True)
class Trace:
    """The facts of a message's arrival that its trace tells."""

    identifier: str
    host: str
    helo: str
    remote_address: str
    tls: bool
    utf8: bool
    mail_from: str
    received_at: datetime
    verdict: Verdict | None
    released: bool = False


def outgoing(raw: bytes, trace: Trace, subject_prefix: str = "") -> bytes:
    """Return the message as the next hop gets it: our fields, then the original."""
    header = "".join(f"{line}\r\n" for line in _fields(trace)).encode()
    body = distrust(raw, trace.host)
    tagged = trace.verdict is not None and trace.verdict.disposition is Disposition.TAG
    if subject_prefix and tagged:
        body = _prefixed_subject(body, subject_prefix)
    return header + body


def distrust(raw: bytes, host: str) -> bytes:
    """Rename what only we may write: our verdict fields, results in our name (RFC 8601, 5)."""
    end = _header_end(raw)
    header = raw[:end]
    starts = [at for at, name, value in _each_field(header) if _forged(name, value, host)]
    if not starts:
        return raw
    pieces, before = [], 0
    for start in starts:
        pieces += [header[before:start], DISTRUSTED]
        before = start
    return b"".join([*pieces, header[before:], raw[end:]])


def _forged(name: bytes, value: bytes, host: str) -> bool:
    lowered = name.lower()
    if lowered.startswith(b"x-bartizan-"):
        return True
    if lowered != b"authentication-results":
        return False
    # A comment could hide the name from a plain comparison, so any mention of it counts.
    return host.lower().encode() in value.lower()


def _each_field(header: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    found = list(_FIELD.finditer(header))
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(header)
        yield match.start(), match[1], header[match.end() : end]


def _header_end(raw: bytes) -> int:
    if raw.startswith(b"\r\n"):
        return 0
    end = raw.find(b"\r\n\r\n")
    return len(raw) if end < 0 else end + 2


def _fields(trace: Trace) -> Iterator[str]:
    yield _received(trace)
    if trace.verdict is not None:
        if trace.verdict.authentication is not None:
            yield _results(trace, trace.verdict.authentication)
        verdict = trace.verdict
        released = "; released" if trace.released else ""
        yield (
            f"X-Bartizan-Verdict: {verdict.disposition}; score={verdict.score}; "
            f"policy={_word(verdict.policy)}{released}"
        )
        if verdict.disposition is Disposition.TAG:
            yield f"X-Bartizan-Tag: {', '.join(_word(one.id) for one in verdict.reasons[:10])}"


def _received(trace: Trace) -> str:
    protocol = ("UTF8SMTP" if trace.utf8 else "ESMTP") + ("S" if trace.tls else "")
    literal = trace.remote_address
    literal = f"[IPv6:{literal}]" if ":" in literal else f"[{literal}]"
    return (
        f"Received: from {_word(trace.helo) or 'unknown'} ({literal})\r\n"
        f"\tby {trace.host} (Bartizan) with {protocol} id {trace.identifier};\r\n"
        f"\t{format_datetime(trace.received_at)}"
    )


def _results(trace: Trace, found: Authentication) -> str:
    """Render RFC 8601, section 2.2; every value is reduced to harmless characters."""
    results = [f"spf={found.spf.result} smtp.mailfrom={_word(trace.mail_from) or '<>'}"]
    results += [
        f"dkim={one.result} header.d={_word(one.domain)} header.s={_word(one.selector)}"
        for one in found.dkim[:10]
    ] or ["dkim=none"]
    results.append(f"dmarc={found.dmarc.result} header.from={_word(found.dmarc.domain)}")
    results.append(f"arc={found.arc.result}")
    return f"Authentication-Results: {trace.host};\r\n\t" + ";\r\n\t".join(results)


def _word(text: str) -> str:
    return _WORD.sub("?", text[:255])


def _prefixed_subject(raw: bytes, prefix: str) -> bytes:
    end = _header_end(raw)
    for at, name, value in _each_field(raw[:end]):
        if name.lower() == b"subject":
            start = at + raw[at:].index(b":") + 1
            return (
                raw[:start]
                + b" "
                + prefix.encode()
                + b" "
                + value.lstrip(b" ")
                + raw[start + len(value) :]
            )
    return b"Subject: " + prefix.encode() + b"\r\n" + raw
