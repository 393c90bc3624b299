"""Checkpoints: the signed statement of how large the tree is and what its root is. No I/O.

The text is C2SP tlog-checkpoint: origin, size, root, one a line; it is signed as a note.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from bartizan.audit.errors import NoteError
from bartizan.audit.merkle import HASH_SIZE
from bartizan.audit.notes import Signer, Verifier, decode_base64, open_note

_MAX_DIGITS = 20
_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head: which log, how many leaves, which root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def sign(self, signer: Signer) -> str:
        """Return the signed note."""
        return signer.sign(self.text())


def read_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint's text; extension lines are allowed and ignored.

    Raises:
        NoteError: it is not a checkpoint.
    """
    lines = text.split("\n")
    if len(lines) <= _LINES or lines[-1] or not all(lines[:-1]):
        raise NoteError("The checkpoint needs the lines origin, size and root, and a newline.")
    root = decode_base64(lines[2])
    if len(root) != HASH_SIZE:
        raise NoteError("The root in the checkpoint is not a SHA-256 hash.")
    return Checkpoint(lines[0], read_number(lines[1]), root)


def open_checkpoint(note: str, origin: str, known: Iterable[Verifier]) -> Checkpoint:
    """Return the checkpoint of log `origin` in a note that a known key signed.

    Raises:
        NoteError: the note, its signature, its shape or its origin is wrong.
    """
    found = read_checkpoint(open_note(note, known))
    if found.origin != origin:
        raise NoteError(f"The checkpoint is of the log {found.origin}, not of {origin}.")
    return found


def read_number(text: str) -> int:
    """Read an ASCII decimal without leading zeros.

    Raises:
        NoteError: it is not one, or has more than 20 digits.
    """
    plain = text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS
    if not plain or (text[0] == "0" and text != "0"):
        raise NoteError("A number in the checkpoint or proof is not a plain decimal.")
    return int(text)
