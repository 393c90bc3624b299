"""Reads what a message says about itself. Pure: bytes in, facts out; never raises.

Everything here was written by the sender, so every value is bounded, and what a database cannot
hold (NUL, halves of surrogate pairs) is replaced.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice

from bartizan.archive.markup import words_in
from bartizan.archive.metrics import UNREADABLE_TOTAL
from bartizan.archive.query.values import FIRST_YEAR, LAST_YEAR
from bartizan.archive.records import MessageFacts
from bartizan.base.log import get_logger
from bartizan.forensics.addresses import Mailbox, parse_addresses
from bartizan.forensics.dates import parse_date
from bartizan.forensics.encoded_words import unfold
from bartizan.forensics.identifiers import parse_message_ids
from bartizan.forensics.mime import Message, Part, parse

_LONGEST_LINE = 1_000  # characters of a subject, a name, an address
_MOST_ADDRESSES = 1_000
_MOST_ATTACHMENTS = 200
_LONGEST_TEXT = 1_000_000
_LONGEST_MARKUP = 4_000_000

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_log = get_logger("archive.facts")


def read_facts(raw: bytes) -> MessageFacts:
    """Return what can be read of a message, which may be nothing at all.

    Archiving must not depend on reading: whatever a message does to the reader, its bytes are
    kept, so here alone every error is caught.
    """
    try:
        return _read(parse(raw))
    except Exception as error:  # noqa: BLE001 - see above
        UNREADABLE_TOTAL.inc()
        _log.error("message could not be read", error=type(error).__name__)
        return MessageFacts()


def _read(message: Message) -> MessageFacts:
    sender = _mailboxes(message, "from") or [Mailbox("", "", "", "", "")]
    date = message.header("date")
    return MessageFacts(
        message_id=_message_id(message.header("message-id")),
        subject=_line(message.header("subject") or ""),
        from_address=_line(sender[0].address).lower(),
        from_name=_line(sender[0].name),
        to=_addresses(message, "to"),
        cc=_addresses(message, "cc"),
        date=_storable(parse_date(date)) if date is not None else None,
        attachments=tuple(islice(_attachments(message), _MOST_ATTACHMENTS)),
        text=_text(message),
    )


def _mailboxes(message: Message, name: str) -> list[Mailbox]:
    values = (field.value for field in message.fields if field.name == name)
    found = (mailbox for value in values for mailbox in parse_addresses(unfold(value)))
    return list(islice(found, _MOST_ADDRESSES))


def _addresses(message: Message, name: str) -> tuple[str, ...]:
    found = (_line(mailbox.address).lower() for mailbox in _mailboxes(message, name))
    return tuple(dict.fromkeys(filter(None, found)))


def _message_id(value: str | None) -> str | None:
    found = parse_message_ids(value) if value is not None else ()
    return _line(found[0]) if found else None


def _storable(moment: datetime | None) -> datetime | None:
    """Return the moment if databases and indexes alike can hold it."""
    if moment is None or not FIRST_YEAR < moment.year <= LAST_YEAR:
        return None
    return moment.astimezone(UTC)


def _attachments(message: Message) -> Iterator[str]:
    for inner in _messages(message):
        for part in inner.attachments():
            yield _line(part.file_name or part.content_type)


def _messages(message: Message) -> Iterator[Message]:
    """Yield the message and those it holds; the parser bounds how many."""
    yield message
    for part in message.walk():
        if part.message is not None:
            yield part.message


def _text(message: Message) -> str:
    """Return its plain text, and its HTML's where that says something else."""
    room = _LONGEST_TEXT
    pieces: list[str] = []
    seen: set[str] = set()
    for text in _texts(message):
        key = _SPACE.sub(" ", text).strip()
        if key and key not in seen:
            seen.add(key)
            pieces.append(clean(text[:room]).strip())
            room -= len(pieces[-1])
        if room <= 0:
            break
    return "\n\n".join(pieces)


def _texts(message: Message) -> Iterable[str]:
    for inner in _messages(message):
        for part in dict.fromkeys((*inner.text_body(), *inner.html_body())):
            if part.is_text:
                yield _shown(part)


def _shown(part: Part) -> str:
    text = part.text()
    return words_in(text[:_LONGEST_MARKUP]) if part.content_type == "text/html" else text


def _line(text: str) -> str:
    return clean(_SPACE.sub(" ", text[: 2 * _LONGEST_LINE]).strip()[:_LONGEST_LINE])


def clean(text: str) -> str:
    """Return `text` without what no database takes."""
    return _UNSTORABLE.sub("\ufffd", text)
