"""Reads messages for people: lists, one message in full, its bytes and its parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bartizan.audit.public import Entry, Ledger, Outcome
from bartizan.base.actor import Actor
from bartizan.base.paging import PageRequest
from bartizan.forensics.mime import Message, Part, parse
from bartizan.mail import decisions, listing, profiles, repository
from bartizan.mail.errors import MessageDeletedError, MessageMissingError, PartMissingError
from bartizan.mail.listing import MessageFilter
from bartizan.mail.models import MessageState
from bartizan.mail.permissions import DOWNLOADED
from bartizan.mail.profiles import Profile
from bartizan.mail.repository import Row
from bartizan.mail.verdict import Envelope, Verdict
from bartizan.storage.blobs.port import BlobStore
from bartizan.storage.database import Database


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of messages with their recipients, and how many match in all."""

    rows: Sequence[Row]
    recipients: dict[str, list[str]]
    total: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known of one message; `content` is `None` where it was deleted.

    `decisions` are people's, oldest first; `profile` is of the author, as known now.
    """

    message: Row
    recipients: Sequence[Row]
    attempts: Sequence[Row]
    held: Row | None
    verdict: Verdict | None
    content: Message | None
    decisions: Sequence[Row] = ()
    profile: Profile | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as it came, and the verdict on it."""

    raw: bytes
    envelope: Envelope
    verdict: Verdict | None


class Mailroom:
    """Shows messages; handing out their bytes is recorded."""

    def __init__(self, database: Database, blobs: BlobStore, ledger: Ledger) -> None:
        self._database = database
        self._blobs = blobs
        self._ledger = ledger

    async def find(self, wanted: MessageFilter, page: PageRequest) -> Listed:
        """Return a page of messages, newest first."""
        async with self._database.reading() as connection:
            rows, total = await listing.find(connection, wanted, page)
            found = await listing.addresses(connection, [row["id"] for row in rows])
        return Listed(rows, found, total)

    async def dossier(self, identifier: str) -> Dossier:
        """Return one message in full.

        Raises:
            MessageMissingError: there is no such message.
        """
        async with self._database.reading() as connection:
            message = await _known(connection, identifier)
            recipients = await repository.recipients_of(connection, identifier)
            attempts = await repository.attempts_of(connection, identifier)
            held = await repository.held_row(connection, identifier)
            found = await repository.verdict(connection, identifier)
            decided = await decisions.about(connection, identifier)
            profile = await profiles.read(connection, message["from_address"])
        deleted = message["state"] == MessageState.DELETED
        return Dossier(
            message,
            recipients,
            attempts,
            held,
            Verdict.model_validate(found) if found else None,
            None if deleted else parse(await self._blobs.get(message["sha256"])),
            decided,
            profile,
        )

    async def kept(self, identifier: str) -> Kept:
        """Return a message as it came, to be judged again; nobody is shown its bytes.

        Raises:
            MessageMissingError: there is no such message.
            MessageDeletedError: it was deleted.
        """
        async with self._database.reading() as connection:
            message = await _known(connection, identifier)
            envelope = await repository.envelope(connection, message)
            found = await repository.verdict(connection, identifier)
        verdict = Verdict.model_validate(found) if found else None
        return Kept(await self._bytes(message), envelope, verdict)

    async def envelope(self, identifier: str) -> Envelope:
        """Return whom a message came from and went to.

        Raises:
            MessageMissingError: there is no such message.
        """
        async with self._database.reading() as connection:
            message = await _known(connection, identifier)
            return await repository.envelope(connection, message)

    async def content(self, identifier: str) -> Message:
        """Return a message's parsed content.

        Raises:
            MessageMissingError: there is no such message.
            MessageDeletedError: it was deleted.
        """
        return parse(await self._raw(identifier))

    async def raw(self, identifier: str, actor: Actor, request_id: str | None) -> bytes:
        """Hand out a message's bytes, which is recorded.

        Raises:
            MessageMissingError: there is no such message.
            MessageDeletedError: it was deleted.
        """
        raw = await self._raw(identifier)
        await self._record(identifier, "the whole message", actor, request_id)
        return raw

    async def part(
        self, identifier: str, index: int, actor: Actor, request_id: str | None
    ) -> tuple[Part, bytes]:
        """Hand out one part and its decoded bytes, which is recorded.

        Raises:
            MessageMissingError: there is no such message.
            MessageDeletedError: it was deleted.
            PartMissingError: it has no such part.
        """
        parts = (await self.content(identifier)).parts
        if not 0 <= index < len(parts):
            raise PartMissingError(f"The message has parts 0 to {len(parts) - 1}.")
        await self._record(identifier, f"part {index}", actor, request_id)
        return parts[index], parts[index].content()

    async def _raw(self, identifier: str) -> bytes:
        async with self._database.reading() as connection:
            message = await _known(connection, identifier)
        return await self._bytes(message)

    async def _bytes(self, message: Row) -> bytes:
        if message["state"] == MessageState.DELETED:
            raise MessageDeletedError("The message was deleted; its record is all that is left.")
        return await self._blobs.get(message["sha256"])

    async def _record(
        self, identifier: str, what: str, actor: Actor, request_id: str | None
    ) -> None:
        async with self._database.transaction() as connection:
            await self._ledger.record(
                connection,
                Entry(
                    actor=actor,
                    action=DOWNLOADED,
                    object=f"mail-message:{identifier}",
                    outcome=Outcome.DONE,
                    request_id=request_id,
                    details={"what": what},
                ),
            )


async def _known(connection: AsyncConnection, identifier: str) -> Row:
    message = await repository.message(connection, identifier)
    if message is None:
        raise MessageMissingError("There is no message with this id.")
    return message
