"""Takes out of a message what its collector left in it, so that nothing can be learned from that.

A honeypot's mailbox provider, a list server and an archive each stamp every message that passes
them. A judge that keys on such stamps scores well on the collection and knows nothing of mail.
"""

import re
from dataclasses import dataclass

#: Takes the place of the address a message was collected under.
READER = b"sam.reader@example.org"

_LINE = re.compile(rb"[^\n]*\n|[^\n]+\Z")
_END = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_ADDRESS = re.compile(rb"[\w.+=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
_RECIPIENTS = re.compile(rb"(?:to|cc|delivered-to|x-original-to|envelope-to)\s*:", re.IGNORECASE)
_MOST_RECIPIENTS = 20


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Header fields that tell of the collector: a pattern of field lines, and why they go."""

    fields: re.Pattern[bytes]
    why: str


def _fields(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.IGNORECASE)


FINGERPRINTS: tuple[Fingerprint, ...] = (
    Fingerprint(_fields(rb"received\s*:"), "The way to the collector's mailbox."),
    Fingerprint(_fields(rb"return-path\s*:"), "Written by the mailbox that collected it."),
    Fingerprint(
        _fields(rb"(?:authentication-results|received-spf|arc-[\w-]+)\s*:"),
        "What the collector's provider found out; a gateway finds that out for itself.",
    ),
    Fingerprint(
        _fields(rb"(?:delivered-to|envelope-to|status|old-[\w-]+)\s*:"), "Left by the mailbox."
    ),
    Fingerprint(
        _fields(rb"(?:list-[\w-]+|precedence|errors-to|sender|mailing-list)\s*:"),
        "Left by the list server whose archive was collected.",
    ),
    Fingerprint(
        _fields(rb"x-[\w-]+\s*:"), "Most are stamps of the provider or of its filters."
    ),
    Fingerprint(
        _fields(rb"message-id\s*:[^\n]{0,200}protection\.outlook\.com"),
        "Added by the collector's provider to messages that came without one.",
    ),
)  # fmt: skip


def strip(raw: bytes) -> bytes:
    """Return a message without the collector's marks; its recipients' addresses become `READER`.

    The address is replaced wherever it stands literally, in the body too, so that what a message
    does with its recipient's address stays visible. Linear; never raises.
    """
    if raw.startswith(b"From "):
        raw = raw.partition(b"\n")[2]
    end = _END.search(raw)
    head, body = (raw[: end.start()], raw[end.start() :]) if end else (raw, b"")
    lines = list(_logical_lines(head))
    kept = b"".join(line for line in lines if not _is_collectors(line))
    kept = kept.rstrip(b"\r\n") if end else kept
    return _anonymous(kept + body, _recipients(lines))


def _logical_lines(head: bytes) -> list[bytes]:
    """Return header fields with the lines that continue them."""
    fields: list[list[bytes]] = []
    for match in _LINE.finditer(head):
        line = match[0]
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1].append(line)
        else:
            fields.append([line])
    return [b"".join(field) for field in fields]


def _is_collectors(field: bytes) -> bool:
    return any(mark.fields.match(field) for mark in FINGERPRINTS)


def _recipients(lines: list[bytes]) -> list[bytes]:
    found = [
        address
        for line in lines
        if _RECIPIENTS.match(line)
        for address in _ADDRESS.findall(line[:10_000])
    ]
    return list(dict.fromkeys(address.lower() for address in found))[:_MOST_RECIPIENTS]


def _anonymous(raw: bytes, recipients: list[bytes]) -> bytes:
    if not recipients:
        return raw
    pattern = b"|".join(re.escape(address) for address in sorted(recipients, key=len, reverse=True))
    return re.sub(rb"(?<![\w.+-])(?:" + pattern + rb")(?![\w-])", READER, raw, flags=re.IGNORECASE)
