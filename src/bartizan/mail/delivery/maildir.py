"""Files messages into a Maildir: what delivery means where there is no mail server behind us.

A file's name follows from its content and recipient, so filing the same message again replaces
it instead of making a second copy. Written under `tmp`, synced, then moved to `new`, as
<https://cr.yp.to/proto/maildir.html> asks.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from bartizan.mail.delivery.next_hop import Transmission
from bartizan.mail.delivery.outcome import Fate, Outcome, refused

_FOLDERS = ("tmp", "new", "cur")


@dataclass(frozen=True, slots=True)
class Maildir:
    """A Maildir on local disk."""

    folder: Path

    @override
    def __str__(self) -> str:
        return f"maildir:{self.folder}"


def file_message(maildir: Maildir, message: Transmission) -> Sequence[Outcome]:
    """File one copy for each recipient; return their outcomes in their order."""
    try:
        for name in _FOLDERS:
            (maildir.folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        return [_file(maildir, message, one.address) for one in message.recipients]
    except OSError as error:
        sentence = f"{maildir} cannot be written: {error.strerror}"
        return [refused(451, sentence, str(maildir))] * len(message.recipients)


def _file(maildir: Maildir, message: Transmission, recipient: str) -> Outcome:
    content = _delivered_to(message.mail_from, recipient) + message.content
    name = hashlib.sha256(content).hexdigest()[:40]
    draft = maildir.folder / "tmp" / name
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(maildir.folder / "new" / name)
    _sync(maildir.folder / "new")
    return Outcome(Fate.DELIVERED, f"250 filed as {name}", str(maildir))


def _delivered_to(mail_from: str, recipient: str) -> bytes:
    """The envelope, which a Maildir has no other place for; neither address can break a line."""
    lines = f"Return-Path: <{mail_from}>\r\nDelivered-To: {recipient}\r\n"
    return lines.encode("utf-8", "replace")


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
