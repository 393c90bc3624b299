"""What a store of immutable bytes must do, whichever one is behind it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class BlobInfo:
    """What is known of a stored blob without reading it.

    `sha256` is lower-case hex; `size` is in bytes; before `retain_until` nobody can delete it.
    """

    sha256: str
    size: int
    stored_at: datetime
    retain_until: datetime


class BlobStore(Protocol):
    """Write once, read many: content-addressed, verified on every read, dated.

    All methods may be called concurrently from one event loop, and several processes may have
    the same store open.
    """

    async def put(self, data: bytes, *, retain_until: datetime) -> BlobInfo:
        """Store `data`; when this returns, they survive a crash of the machine.

        Storing the same bytes again stores nothing, but a later `retain_until` extends theirs.

        Raises:
            StoreFullError: there is no room; nothing was stored.
        """
        ...

    async def get(self, sha256: str) -> bytes:
        """Return the bytes, after checking that they still have this hash.

        Raises:
            BlobMissingError: no such blob, or it was deleted after its date.
            BlobCorruptError: what is stored does not have this hash any more.
        """
        ...

    async def stat(self, sha256: str) -> BlobInfo:
        """Return what is known of a blob.

        Raises:
            BlobMissingError: no such blob.
        """
        ...

    async def extend(self, sha256: str, retain_until: datetime) -> BlobInfo:
        """Keep a blob until a later date.

        Raises:
            BlobMissingError: no such blob.
            RetentionError: `retain_until` is earlier than the date in force.
        """
        ...

    async def delete(self, sha256: str) -> None:
        """Delete a blob whose date has passed.

        Raises:
            BlobMissingError: no such blob.
            RetentionError: its date has not passed.
        """
        ...

    def walk(self) -> AsyncIterator[BlobInfo]:
        """Yield every blob, in the order of their hashes."""
        ...

    async def close(self) -> None:
        """Finish pending writes and let go of files."""
        ...
