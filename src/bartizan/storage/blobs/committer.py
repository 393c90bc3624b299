"""Carries out batches of operations on a pack store: one write and one sync for all of a batch.

An operation is acknowledged once its record is on disk, synced, and the index knows it.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from bartizan.base.clock import Clock
from bartizan.base.errors import BartizanError
from bartizan.storage.blobs.appender import Appender
from bartizan.storage.blobs.deletion import Deletion
from bartizan.storage.blobs.disk import named_disk_errors
from bartizan.storage.blobs.draft import Draft
from bartizan.storage.blobs.index import Index
from bartizan.storage.blobs.layout import Layout
from bartizan.storage.blobs.lock import StoreLock
from bartizan.storage.blobs.operations import Delete, Extend, Operation, Outcome, Put
from bartizan.storage.blobs.record import microseconds


@dataclass(frozen=True, slots=True)
class PackLimits:
    """When to go on to a new pack, and how much of the disk is never used for blobs; in bytes."""

    pack_bytes: int = 256 << 20
    min_free: int = 128 << 20


class Committer:
    """The writing side of a store; for one thread."""

    def __init__(self, layout: Layout, clock: Clock, limits: PackLimits) -> None:
        """Open index and locks; packs are opened when first needed."""
        self._layout = layout
        self._clock = clock
        self._limits = limits
        self._lock = StoreLock(layout.root)
        self._index = Index.open(layout.index)
        self._appender = Appender(layout, self._index, pack_bytes=limits.pack_bytes)
        self._deletion = Deletion(layout, self._index, self._appender)

    def commit(self, operations: Sequence[Operation]) -> list[Outcome]:
        """Carry out operations, additions before deletions; outcomes in the order given."""
        additions = [one for one in operations if not isinstance(one, Delete)]
        deletions = [one for one in operations if isinstance(one, Delete)]
        added = iter(self._add(additions) if additions else ())
        deleted = iter(self._delete(deletions) if deletions else ())
        return [next(deleted if isinstance(one, Delete) else added) for one in operations]

    def close(self) -> None:
        """Let go of every file."""
        self._deletion.close()
        self._appender.close()
        self._index.close()
        self._lock.close()

    def _add(self, operations: Sequence[Put | Extend]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        try:
            with named_disk_errors(), self._lock.sharing():
                draft = Draft(self._layout, self._index, now=self._now(), room=self._room())
                outcomes += (draft.plan(operation) for operation in operations)
                self._appender.write(draft.content, draft.notes)
        except BartizanError as error:
            return _failed(operations, outcomes, error)
        return outcomes

    def _delete(self, operations: Sequence[Delete]) -> list[Outcome]:
        try:
            with named_disk_errors(), self._lock.alone():
                return self._deletion.delete(operations, now=self._now())
        except BartizanError as error:
            return [error for _ in operations]

    def _now(self) -> int:
        return microseconds(self._clock.now())

    def _room(self) -> int:
        disk = os.statvfs(self._layout.root)
        return disk.f_bavail * disk.f_frsize - self._limits.min_free


def _failed(
    operations: Sequence[Operation], outcomes: Sequence[Outcome], error: BartizanError
) -> list[Outcome]:
    """Return the outcomes of a batch that could not be written.

    What was refused on its own account stays refused for that reason.
    """
    return [
        outcomes[number]
        if number < len(outcomes) and isinstance(outcomes[number], BartizanError)
        else error
        for number in range(len(operations))
    ]
