"""Finds the reports in a file or a message: packed, attached, or plain."""

import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from bartizan.forensics.mime import Message, parse
from bartizan.mail.feedback.aggregate import AggregateReport, read_aggregate
from bartizan.mail.feedback.errors import ReportUnreadableError
from bartizan.mail.feedback.failure import FailureReport, read_failure
from bartizan.mail.feedback.tls import TlsReport, read_tls

Report = AggregateReport | FailureReport | TlsReport

#: No honest report unpacks to more.
LARGEST = 64 * 1024 * 1024
_MOST_MEMBERS, _MOST_PARTS = 10, 50
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


def read_reports(content: bytes) -> list[Report]:
    """Return every report in a file: XML, JSON, gzip or ZIP of them, or a message that carries any.

    Raises:
        ReportUnreadableError: there is none that can be read.
    """
    for document in _documents(content):
        reader = _reader(document)
        if reader is not None:
            return [reader(document)]
    return _carried(parse(content))


def _carried(message: Message) -> list[Report]:
    found: list[Report] = []
    trouble: ReportUnreadableError | None = None
    for document in _attached(message):
        reader = _reader(document)
        if reader is None:
            continue
        try:
            found.append(reader(document))
        except ReportUnreadableError as error:
            trouble = error
    if not found:
        found = [_failure(message, trouble)]
    return found


def _failure(message: Message, trouble: ReportUnreadableError | None) -> FailureReport:
    try:
        return read_failure(message)
    except ReportUnreadableError:
        raise trouble or ReportUnreadableError("There is no report in it.") from None


def _attached(message: Message) -> Iterator[bytes]:
    parts = [part for part in message.walk() if not part.is_multipart and not part.children]
    for part in parts[:_MOST_PARTS]:
        yield from _documents(part.content())


def _reader(document: bytes) -> Callable[[bytes], Report] | None:
    """Tell by how it begins what could read a document."""
    head = document[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        return read_aggregate
    return read_tls if head.startswith(b"{") else None


def _documents(content: bytes) -> Iterator[bytes]:
    """Yield what a file holds once it is unpacked, at most `LARGEST` bytes of each."""
    if content.startswith(_GZIP):
        yield _gunzip(content)
    elif content.startswith(_ZIP):
        yield from _unzip(content)
    else:
        yield content


def _gunzip(content: bytes) -> bytes:
    """Unpack as far as it goes: cut-off files still hold what came before the cut."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        return unpacker.decompress(content, LARGEST)
    except zlib.error:
        return b""


def _unzip(content: bytes) -> Iterator[bytes]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            for member in archive.infolist()[:_MOST_MEMBERS]:
                with archive.open(member) as file:
                    yield file.read(LARGEST)
    except (BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, zlib.error):
        return
