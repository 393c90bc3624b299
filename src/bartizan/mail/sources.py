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
_MAILDIR = ("cur", "new")
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
            yield from _folder(path)
        elif path.is_file():
            yield from _file(path)
        else:
            raise InvalidError(f"There is nothing to read at {path}.")


def _folder(folder: Path) -> Iterator[Source]:
    """Everything below a folder; of a Maildir, its messages and not its bookkeeping."""
    if all((folder / name).is_dir() for name in _MAILDIR):
        roots = [folder / name for name in _MAILDIR]
        yield from (Source(path) for root in roots for path in _files(root))
        return
    for path in _files(folder):
        yield from _file(path)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _file(path: Path) -> Iterator[Source]:
    try:
        with path.open("rb") as file:
            head = file.read(1024)
        if not _FROM_LINE.match(head):
            yield Source(path)
            return
        yield from _mbox(path)
    except OSError as error:
        raise InvalidError(f"{path} cannot be read: {error.strerror}.") from error


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
