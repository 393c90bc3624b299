"""The signing key on disk: made once, never overwritten, readable by its owner alone."""

import os
import stat
from pathlib import Path

from bartizan.audit.errors import NoteError, SigningKeyError
from bartizan.audit.notes import Signer
from bartizan.base.ids import new_id

_TOO_OPEN = stat.S_IWGRP | stat.S_IRWXO
_MAX_FILE = 4096


def load_or_create(path: Path, name: str) -> Signer:
    """Return the key in `path`, making one called `name` if there is none.

    Processes that start together agree on one key: whoever links its file first has made it.

    Raises:
        SigningKeyError: the file cannot be read or made, is open to others, or is of another name.
    """
    try:
        if not path.exists():
            _create(path, Signer.generate(name))
        found = _load(path)
    except (OSError, UnicodeDecodeError) as error:
        raise SigningKeyError(
            f"The ledger's signing key {path} cannot be read or made; check its folder and mode."
        ) from error
    if found.name != name:
        raise SigningKeyError(
            f"The signing key {path} belongs to the ledger {found.name}, but the settings say "
            f"{name}: set audit.origin to {found.name}, or point audit.key_file elsewhere."
        )
    return found


def _load(path: Path) -> Signer:
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_mode & _TOO_OPEN:
            raise SigningKeyError(f"Others may use the signing key: run `chmod 600 {path}`.")
        content = file.read(_MAX_FILE).decode()
    try:
        return Signer.decode(content)
    except NoteError as error:
        raise SigningKeyError(
            f"{path} does not hold a signing key; restore it from a backup. A new key would leave "
            "the ledger so far without one."
        ) from error


def _create(path: Path, signer: Signer) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{new_id()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(signer.encode() + "\n")
            file.flush()
            os.fsync(file.fileno())
        _link(draft, path)
    finally:
        draft.unlink()
    _sync_folder(path.parent)


def _link(draft: Path, path: Path) -> None:
    """Give the finished file its name, unless another process was first."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
