"""Signed notes with Ed25519 keys, as C2SP signed-note says. No I/O; what it reads is bounded."""

import base64
import binascii
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from bartizan.audit.errors import NoteError

MAX_NOTE = 64 * 1024
MAX_SIGNATURES = 64
_ED25519 = b"\x01"
_PRIVATE = "PRIVATE+KEY"
_DASH = "\u2014 "
_KEY_SIZE = 32
_ID_SIZE = 4
_FIRST_PRINTABLE = " "


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under its name."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that, with the name, say which key signed."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:_ID_SIZE]

    def verifies(self, text: str, signature: bytes) -> bool:
        """Tell whether `signature` (64 bytes) is this key's over `text`."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True

    def encode(self) -> str:
        """Return the verifier key string (`vkey`) to hand to whoever is to check proofs."""
        return f"{self.name}+{self.key_id.hex()}+{_b64(_ED25519 + self.public)}"

    @classmethod
    def decode(cls, text: str) -> "Verifier":
        """Read a verifier key string.

        Raises:
            NoteError: it is not one, or not of an Ed25519 key.
        """
        name, public = _decode_key(text.strip())
        found = cls(name, public)
        if found.encode() != text.strip():
            raise NoteError("The verifier key does not match its own key id; copy it again.")
        return found


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key under its name; it never prints itself."""

    name: str
    key: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def generate(cls, name: str) -> "Signer":
        """Make a fresh key.

        Raises:
            NoteError: the name cannot name a key.
        """
        _check_name(name)
        return cls(name, Ed25519PrivateKey.generate())

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self.key.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """Return `text` (ending in a newline) as a note signed by this key."""
        signature = _b64(self.verifier.key_id + self.key.sign(text.encode()))
        return f"{text}\n{_DASH}{self.name} {signature}\n"

    def encode(self) -> str:
        """Return the signer key string of Go's sumdb/note: a secret."""
        seed = _b64(_ED25519 + self.key.private_bytes_raw())
        return f"{_PRIVATE}+{self.name}+{self.verifier.key_id.hex()}+{seed}"

    @classmethod
    def decode(cls, text: str) -> "Signer":
        """Read a signer key string.

        Raises:
            NoteError: it is not one; the sentence never repeats it.
        """
        name, seed = _decode_key(text.strip().removeprefix(f"{_PRIVATE}+"))
        found = cls(name, Ed25519PrivateKey.from_private_bytes(seed))
        if found.encode() != text.strip():
            raise NoteError("The signing key does not match its own key id.")
        return found


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line: whose key it claims, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note as read: its text, and signatures of which nothing is known yet."""

    text: str
    signatures: tuple[Signature, ...]


def read_note(content: str) -> Note:
    """Take a signed note apart, without believing any of it.

    Raises:
        NoteError: it is not a note, or is over 64 KiB or 64 signatures.
    """
    if len(content) > MAX_NOTE or not _is_printable(content):
        raise NoteError("The note is too long or holds control characters.")
    body, blank, tail = content.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise NoteError("The note has no signatures: text, an empty line, then signature lines.")
    lines = tail.split("\n")[:-1]
    if len(lines) > MAX_SIGNATURES:
        raise NoteError(f"The note has more than {MAX_SIGNATURES} signatures.")
    return Note(body + "\n", tuple(map(_read_signature, lines)))


def open_note(content: str, known: Iterable[Verifier]) -> str:
    """Return the text of a note that at least one of the `known` keys signed.

    Signatures of other keys are ignored; a bad one of a known key spoils the note.

    Raises:
        NoteError: it is not a note, a known key's signature is wrong, or there is none.
    """
    note = read_note(content)
    keys = {(key.name, key.key_id): key for key in known}
    trusted = False
    for line in note.signatures:
        key = keys.get((line.name, line.key_id))
        if key is None:
            continue
        if not key.verifies(note.text, line.signature):
            raise NoteError(f"The signature of {key.name} is wrong.")
        trusted = True
    if not trusted:
        raise NoteError("The note is not signed by the expected key.")
    return note.text


def decode_base64(text: str) -> bytes:
    """Decode standard base64 (RFC 4648, section 4), only in the one way it can be written.

    Raises:
        NoteError: it is not base64.
    """
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("That is not base64.") from error
    if _b64(found) != text:
        raise NoteError("That is not the canonical base64.")
    return found


def _read_signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space:
        raise NoteError("A signature line is malformed.")
    _check_name(name)
    content = decode_base64(encoded)
    if len(content) <= _ID_SIZE:
        raise NoteError("A signature line is too short.")
    return Signature(name, content[:_ID_SIZE], content[_ID_SIZE:])


def _decode_key(text: str) -> tuple[str, bytes]:
    name, _, rest = text.partition("+")
    _, _, encoded = rest.partition("+")
    content = decode_base64(encoded) if len(text) <= MAX_NOTE else b""
    if len(content) != 1 + _KEY_SIZE or not content.startswith(_ED25519):
        raise NoteError("That is not the string of an Ed25519 key: name+id+base64.")
    _check_name(name)
    return name, content[1:]


def _check_name(name: str) -> None:
    bad = not name or "+" in name or any(unicodedata.category(sign)[0] in "ZC" for sign in name)
    if bad:
        raise NoteError("The name of a key may be neither empty nor hold spaces or plus signs.")


def _is_printable(content: str) -> bool:
    return all(sign >= _FIRST_PRINTABLE or sign == "\n" for sign in content)


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode()
