"""Pack files on disk: one that this process appends to, and any that it reads."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from uuid import UUID

from bartizan.base.ids import new_id
from bartizan.storage.blobs.layout import draft_path, pack_path, sync_folder
from bartizan.storage.blobs.lock import hold
from bartizan.storage.blobs.record import (
    MARKER_SIZE,
    PACK_HEAD_SIZE,
    PackHead,
    decode_pack_head,
    decode_record,
    encode_pack_head,
)

#: What a disk says when it has no room; the file is as good as before once it is cut back.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

_MODE = 0o600


class Pack:
    """A pack this process alone appends to, until it is closed or the process ends."""

    def __init__(self, descriptor: int, head: PackHead, end: int) -> None:
        """Take over an open, held file whose last good record ends at `end`."""
        self.id = head.id
        self.marker = head.marker
        self.end = end
        self.usable = True
        self._descriptor = descriptor

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Start a new pack.

        It gets its name only once it is held and has its head, so nobody ever finds it
        half-made or ownerless.

        Raises:
            OSError: the disk refuses.
        """
        head = PackHead(UUID(new_id()).bytes, secrets.token_bytes(MARKER_SIZE))
        final = pack_path(folder, head.id)
        draft = draft_path(folder, head.id)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        descriptor = os.open(draft, flags, _MODE)
        try:
            hold(descriptor)
            _write(descriptor, encode_pack_head(head), 0)
            os.fsync(descriptor)
            draft.rename(final)
            sync_folder(folder)
        except OSError:
            os.close(descriptor)
            draft.unlink(missing_ok=True)
            raise
        return cls(descriptor, head, PACK_HEAD_SIZE)

    def append(self, data: bytes) -> int:
        """Add `data` at the end, durably, and return the offset where it begins.

        Raises:
            OSError: the disk refuses; the pack is as before, or not `usable` any more.
        """
        start = self.end
        try:
            _write(self._descriptor, data, start)
            os.fdatasync(self._descriptor)
        except OSError as error:
            # After a failed sync nobody knows what reached the disk: such a pack is left alone.
            self.usable = error.errno in NO_ROOM and self._cut(start)
            raise
        self.end = start + len(data)
        return start

    def _cut(self, end: int) -> bool:
        try:
            os.ftruncate(self._descriptor, end)
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Let go of the pack; another process may append to it."""
        os.close(self._descriptor)


class PackReader:
    """An open pack to read from, whoever appends to it."""

    def __init__(self, descriptor: int, path: Path) -> None:
        """Read the head; where it is damaged, the first record still shows the marker."""
        self.descriptor = descriptor
        self.size = os.fstat(descriptor).st_size
        self.id = pack_id(path)
        self.head_intact = False
        self.marker = self._marker()

    def read(self, offset: int, size: int) -> bytes:
        """Return up to `size` bytes from `offset`; fewer only at the end.

        Raises:
            OSError: the disk refuses.
        """
        return os.pread(self.descriptor, size, offset)

    def _marker(self) -> bytes | None:
        head = decode_pack_head(self.read(0, PACK_HEAD_SIZE))
        if head is not None and head.id == self.id:
            self.head_intact = True
            return head.marker
        start = self.read(PACK_HEAD_SIZE, PACK_HEAD_SIZE * 2)
        return None if decode_record(start) is None else start[:MARKER_SIZE]


@contextmanager
def reading(path: Path, *, writable: bool = False) -> Iterator[PackReader]:
    """Open a pack for reading, or to erase from it.

    Raises:
        OSError: there is no such file, or the disk refuses.
    """
    mode = os.O_RDWR if writable else os.O_RDONLY
    descriptor = os.open(path, mode | os.O_CLOEXEC)
    try:
        yield PackReader(descriptor, path)
    finally:
        os.close(descriptor)


def pack_id(path: Path) -> bytes:
    """Return the id in a pack's file name; empty when it is none of ours."""
    try:
        return bytes.fromhex(path.stem)
    except ValueError:
        return b""


def _write(descriptor: int, data: bytes, offset: int) -> None:
    rest = memoryview(data)
    while rest:
        written = os.pwrite(descriptor, rest, offset)
        rest = rest[written:]
        offset += written
