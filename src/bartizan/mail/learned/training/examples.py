"""Where there is something to learn from: folders of messages, decisions, and our own letters.

An example is the bytes of a message and whether it is a threat. Whatever exports decisions about
held mail (released, confirmed bad) hands the same pairs to `from_pairs`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bartizan.base.errors import InvalidError
from bartizan.mail.learned.generation.corpus import generate
from bartizan.mail.sources import find_messages

_THREATS, _HONEST = ("phish", "spam"), ("ham",)


@dataclass(frozen=True, slots=True)
class Example:
    """A message to learn from; `weight` says how much it counts, `source` where it is from.

    Examples of one `kin` are variations of one text: who saw one has seen them all.
    """

    raw: bytes
    threat: bool
    source: str
    weight: float = 1.0
    kin: str = ""


def from_folders(folders: Iterable[Path], weight: float = 1.0) -> Iterator[Example]:
    """Yield the messages in subfolders called `phish…`, `spam…` and `ham…`.

    Raises:
        InvalidError: a folder has no such subfolder.
        OSError: a message cannot be read.
    """
    for folder in folders:
        found = [entry for entry in sorted(folder.iterdir()) if _label(entry.name) is not None]
        if not found:
            raise InvalidError(f"{folder} has no folder whose name begins with phish, spam or ham.")
        for entry in found:
            threat = bool(_label(entry.name))
            for source in find_messages([entry]):
                yield Example(source.read(), threat, entry.name, weight)


def from_pairs(pairs: Iterable[tuple[bytes, bool]], source: str = "decisions") -> Iterator[Example]:
    """Yield examples of messages that people decided about: `True` means a threat."""
    return (Example(raw, threat, source) for raw, threat in pairs)


def from_letters(count: int, seed: int) -> Iterator[Example]:
    """Yield letters that we write ourselves, as many threats as honest ones."""
    return (
        Example(one.raw, one.threat, "letters", kin=one.pretext) for one in generate(count, seed)
    )


def _label(name: str) -> bool | None:
    if name.startswith(_THREATS):
        return True
    return False if name.startswith(_HONEST) else None
