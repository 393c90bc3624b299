"""Finds messages on disk: single files, folders, Maildirs and mboxes."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bartizan.base.errors import InvalidError

#: A line that begins a message in an mbox (RFC 4155, appendix A): a time of day and a year.
_FROM_LINE = re.compile(rb"^From \S.{0,200}\d\d:\d\d.{0,40}\d{4}.{0,40}\r?\n", re.MULTILINE)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_MAILDIR, _UNFINISHED = frozenset({"cur", "new"}), "tmp"
_HEAD = 1024
_READ_AT_MOST = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """Where a message is: a file, and for an mbox the span of bytes in it."""

    path: Path
    start: int = 0
    end: int | None = None

    @property
    def name(self) -> str:
        """The path, with the offset for a message in an mbox; always text that can be written."""
        path = os.fsencode(self.path).decode("utf-8", "backslashreplace")
        return path if self.end is None else f"{path}@{self.start}"

    def size(self) -> int:
        """Return how many bytes there are to read.

        Raises:
            OSError: the file is gone.
        """
        return self.path.stat().st_size if self.end is None else self.end - self.start

    def read(self) -> bytes:
        """Return the message's bytes, without the envelope and quoting of an mbox.

        Raises:
            OSError: the file cannot be read.
        """
        if self.end is None:
            with self.path.open("rb", buffering=0) as file:
                return file.read(min(os.fstat(file.fileno()).st_size, _READ_AT_MOST)) or b""
        with self.path.open("rb") as file:
            file.seek(self.start)
            raw = file.read(self.end - self.start)
        return _QUOTED_FROM.sub(rb"\1", raw.partition(b"\n")[2])


def find_messages(paths: Iterable[Path]) -> Iterator[Source]:
    """Yield every message at or below `paths`, folders in the order of names.

    Raises:
        InvalidError: a path does not exist or cannot be read.
    """
    for path in paths:
        if path.is_dir():
            yield from _folder(str(path))
        elif path.is_file():
            yield from _file(str(path))
        else:
            raise InvalidError(f"There is nothing to read at {path}.")


def _folder(folder: str) -> Iterator[Source]:
    """Everything below a folder; of Maildirs, their messages and not their bookkeeping."""
    entries = _listed(folder)
    is_maildir = {entry.name for entry in entries if _is_folder(entry)} >= _MAILDIR
    for entry in entries:
        if not _is_folder(entry):
            if not is_maildir and entry.is_file():
                yield from _file(entry.path)
        elif is_maildir and entry.name in _MAILDIR:
            yield from (Source(Path(one.path)) for one in _listed(entry.path) if one.is_file())
        elif not (is_maildir and entry.name == _UNFINISHED):
            yield from _folder(entry.path)


def _listed(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        raise InvalidError(f"{folder} cannot be read: {error.strerror}.") from error


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _file(path: str) -> Iterator[Source]:
    try:
        if _FROM_LINE.match(_head(path)):
            yield from _mbox(Path(path))
        else:
            yield Source(Path(path))
    except OSError as error:
        raise InvalidError(f"{path} cannot be read: {error.strerror}.") from error


def _head(path: str) -> bytes:
    """Read the beginning of a file; without a buffer, because there may be a million of them."""
    file = os.open(path, os.O_RDONLY)
    try:
        return os.read(file, _HEAD)
    finally:
        os.close(file)


def _mbox(path: Path) -> Iterator[Source]:
    """The messages of an mbox; a lone message that merely begins with a From line is one too."""
    content = path.read_bytes()
    starts = [match.start() for match in _FROM_LINE.finditer(content) if _begins(content, match)]
    if len(starts) == 1:
        yield Source(path)
        return
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        yield Source(path, start, end)


def _begins(content: bytes, match: re.Match[bytes]) -> bool:
    """A From line begins a message only at the start or after an empty line."""
    before = content[max(0, match.start() - 2) : match.start()]
    return match.start() == 0 or before in (b"\n\n", b"\r\n") or before.endswith(b"\n\n")
