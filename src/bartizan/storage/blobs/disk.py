"""What the disk says, in the words of the store."""

from collections.abc import Iterator
from contextlib import contextmanager

from bartizan.storage.blobs.pack import NO_ROOM
from bartizan.storage.errors import BlobStoreAwayError, StoreFullError


@contextmanager
def named_disk_errors() -> Iterator[None]:
    """Turn the system's refusals into coded errors.

    Raises:
        StoreFullError: there is no room.
        BlobStoreAwayError: the disk refuses for another reason.
    """
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StoreFullError(
                "The disk of the blob store is full; make room and try again."
            ) from error
        raise BlobStoreAwayError(
            f"The disk of the blob store refuses ({error.strerror}); check it and try again."
        ) from error
