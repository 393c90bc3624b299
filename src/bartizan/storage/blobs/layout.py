"""Where the files of a pack store lie.

    ``content/<id>.pack``  DATA records: the blobs
    ``notes/<id>.pack``    RETAIN and DELETE records: what was decided about blobs later
    ``index.sqlite``       where each blob is; can be rebuilt from the packs
    ``*.lock``             see `bartizan.storage.blobs.lock`

Notes have packs of their own so that everything ever decided can be read without passing over
the blobs. Folders are for their owner alone (0700), and so are files (0600).
"""

import os
from dataclasses import dataclass
from pathlib import Path

_SUFFIX = ".pack"
_DRAFT = ".draft"


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one store."""

    root: Path

    @property
    def content(self) -> Path:
        """The folder of the packs with blobs."""
        return self.root / "content"

    @property
    def notes(self) -> Path:
        """The folder of the packs with later decisions."""
        return self.root / "notes"

    @property
    def index(self) -> Path:
        """The index."""
        return self.root / "index.sqlite"

    def blob_pack(self, identifier: bytes) -> Path:
        """Return the path of a pack with blobs."""
        return pack_path(self.content, identifier)

    def prepare(self) -> None:
        """Create the folders that are absent.

        Raises:
            OSError: the disk refuses.
        """
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.content.mkdir(mode=0o700, exist_ok=True)
        self.notes.mkdir(mode=0o700, exist_ok=True)
        sync_folder(self.root)


def pack_path(folder: Path, identifier: bytes) -> Path:
    """Return the path of a pack in `folder`."""
    return folder / f"{identifier.hex()}{_SUFFIX}"


def packs_in(folder: Path) -> list[Path]:
    """Return the packs of a folder, oldest first."""
    return sorted(folder.glob(f"*{_SUFFIX}"))


def draft_path(folder: Path, identifier: bytes) -> Path:
    """Return the path of a pack that is being made."""
    return folder / f"{identifier.hex()}{_DRAFT}"


def drafts_in(folder: Path) -> list[Path]:
    """Return what is left of packs whose making was cut short."""
    return sorted(folder.glob(f"*{_DRAFT}"))


def sync_folder(folder: Path) -> None:
    """Make the creation of files in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
