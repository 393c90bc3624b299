"""The pack of a folder that this process appends to: taken over or started when first needed."""

import os
from pathlib import Path

from bartizan.storage.blobs.index import Index
from bartizan.storage.blobs.layout import Layout, packs_in
from bartizan.storage.blobs.lock import hold
from bartizan.storage.blobs.pack import Pack, PackReader
from bartizan.storage.blobs.record import PackHead
from bartizan.storage.blobs.recovery import mend


class ActivePack:
    """Appends to one pack after another; for one thread."""

    def __init__(self, layout: Layout, folder: Path, index: Index, *, limit: int) -> None:
        """Append in `folder`, going on to a new pack once one has `limit` bytes."""
        self._layout = layout
        self._folder = folder
        self._index = index
        self._limit = limit
        self._pack: Pack | None = None
        self._abandoned: list[Pack] = []

    def ready(self) -> Pack:
        """Return the pack to append to.

        Raises:
            OSError: the disk refuses.
        """
        pack = self._pack
        if pack is not None and pack.usable and pack.end < self._limit:
            return pack
        if pack is not None:
            self._leave(pack)
        self._pack = self._adopted() or Pack.create(self._folder)
        return self._pack

    def abandon(self) -> None:
        """Never write to the present pack again."""
        if self._pack is not None:
            self._pack.usable = False

    def close(self) -> None:
        """Let go of every pack."""
        for pack in filter(None, (self._pack, *self._abandoned)):
            pack.close()
        self._pack = None
        self._abandoned.clear()

    def _leave(self, pack: Pack) -> None:
        """Go on without a pack; one that failed stays held, so that nobody takes it over."""
        self._pack = None
        if pack.usable:
            pack.close()
        else:
            self._abandoned.append(pack)

    def _adopted(self) -> Pack | None:
        """Take over a pack whose process is gone, so that restarts do not litter."""
        for path in packs_in(self._folder):
            if path.stat().st_size < self._limit:
                pack = self._adopt(path)
                if pack is not None:
                    return pack
        return None

    def _adopt(self, path: Path) -> Pack | None:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        pack: Pack | None = None
        try:
            pack = self._mended(descriptor, path) if hold(descriptor) else None
        finally:
            if pack is None:
                os.close(descriptor)
        return pack

    def _mended(self, descriptor: int, path: Path) -> Pack | None:
        found = PackReader(descriptor, path)
        if found.marker is None or not found.head_intact:
            return None
        mend(self._layout, self._index, found, cut=True)
        end = os.fstat(descriptor).st_size
        if end < self._index.indexed_to(found.id) or end >= self._limit:
            return None
        return Pack(descriptor, PackHead(found.id, found.marker), end)
