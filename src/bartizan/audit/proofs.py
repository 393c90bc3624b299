"""Proofs that leave the house: the text of C2SP tlog-proof, and bundles of them. No I/O.

The `extra` line carries the entry itself, so that one file holds all but the key to trust.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from bartizan.audit.checkpoints import read_number
from bartizan.audit.errors import NoteError
from bartizan.audit.merkle import HASH_SIZE
from bartizan.audit.notes import Verifier, decode_base64

HEADER = "c2sp.org/tlog-proof@v1"
BUNDLE = "bartizan/audit-bundle@v1"
MAX_PROOF = 256 * 1024
_MAX_HASHES = 64
_EXTRA, _INDEX = "extra ", "index "


@dataclass(frozen=True, slots=True)
class ProofText:
    """The parts of a proof: `extra` is the entry's canonical bytes, `checkpoint` a signed note."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def encode(self) -> str:
        """Write the proof as text."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(_EXTRA + _b64(self.extra))
        lines.append(f"{_INDEX}{self.index}")
        lines += map(_b64, self.hashes)
        return "\n".join([*lines, "", self.checkpoint])


def read_proof(text: str) -> ProofText:
    """Read a proof's text, without believing any of it.

    Raises:
        NoteError: it is not one, or is over 256 KiB or 64 hashes.
    """
    head, _, checkpoint = text.partition("\n\n") if len(text) <= MAX_PROOF else ("", "", "")
    lines = head.split("\n")
    if lines.pop(0) != HEADER or not checkpoint:
        raise NoteError(f"A proof begins with the line {HEADER} and ends with a checkpoint.")
    extra = None
    if lines and lines[0].startswith(_EXTRA):
        extra = decode_base64(lines.pop(0).removeprefix(_EXTRA))
    if not lines or not lines[0].startswith(_INDEX) or len(lines) > _MAX_HASHES + 1:
        raise NoteError("The proof has no index line, or too many hashes.")
    index = read_number(lines.pop(0).removeprefix(_INDEX))
    hashes = tuple(map(decode_base64, lines))
    if any(len(value) != HASH_SIZE for value in hashes):
        raise NoteError("A hash in the proof is not 32 bytes long.")
    return ProofText(index, hashes, checkpoint, extra)


#: The private fields a bundle discloses: name -> (salt, value).
Disclosed = Mapping[str, tuple[bytes, str]]


@dataclass(frozen=True, slots=True)
class Bundled:
    """One entry in a bundle: its proof, and the private fields shown with it."""

    proof: ProofText
    disclosed: Disclosed


def encode_bundle(proofs: Sequence[Bundled], key: Verifier) -> bytes:
    """Write a self-contained bundle, as JSON, that `offline_verify.py` checks."""
    content = {
        "format": BUNDLE,
        "key": key.encode(),
        "proofs": [
            {
                "proof": bundled.proof.encode(),
                "private": {
                    name: {"salt": salt.hex(), "value": value}
                    for name, (salt, value) in bundled.disclosed.items()
                },
            }
            for bundled in proofs
        ],
    }
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode()
