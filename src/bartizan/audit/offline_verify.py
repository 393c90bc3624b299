"""Checks a proof from a Bartizan ledger, alone: no network, no Bartizan, nothing to trust but KEY.

    python offline_verify.py FILE --key KEY

FILE is a bundle (`bartizan audit prove`) or a C2SP tlog-proof text. KEY is the ledger's verifier
key (`bartizan audit key`), which you must have from somewhere else than FILE. It needs Python 3.11
or newer and the package `cryptography`; copy it anywhere.

It shows that the key's owner signed a tree (RFC 6962) that holds the entry at its index, and, where
a bundle discloses private fields, that they are the very values the entry was sealed with. Exit
code 0: proved. 1: not proved. 2: FILE or KEY cannot be read.
"""

import argparse
import base64
import hashlib
import json
import sys
from typing import Any, NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_MAX_FILE = 64 * 1024 * 1024
_HASH = 32
_BUNDLE = "bartizan/audit-bundle@v1"
_PROOF = "c2sp.org/tlog-proof@v1"
_NOT_PROVED, _UNREADABLE = 1, 2


class UnreadableError(Exception):
    """The file or the key is not of a form we know."""


class NotProvedError(Exception):
    """The file is readable, and does not prove what it should."""


class Key:
    """A verifier key: name+id+base64(0x01 || public key), as in C2SP signed-note."""

    def __init__(self, text: str) -> None:
        """Read the key; its id must fit."""
        self.name, _, rest = text.strip().partition("+")
        identifier, _, encoded = rest.partition("+")
        content = _unbase64(encoded)
        if len(content) != _HASH + 1 or content[0] != 1:
            raise UnreadableError("KEY is not an Ed25519 verifier key: name+id+base64")
        self.id = hashlib.sha256(self.name.encode() + b"\n" + content).digest()[:4]
        if self.id.hex() != identifier:
            raise UnreadableError("KEY does not match its own id; copy it again")
        self._public = Ed25519PublicKey.from_public_bytes(content[1:])

    def open(self, note: str) -> str:
        """Return the text of a note that this key signed."""
        body, _, tail = note.rpartition("\n\n")
        text, signed = body + "\n", False
        for line in tail.splitlines():
            mark, name, content = _signature(line)
            if mark == "\u2014" and name == self.name and content[:4] == self.id:
                try:
                    self._public.verify(content[4:], text.encode())
                except InvalidSignature as error:
                    raise NotProvedError("the signature under the checkpoint is wrong") from error
                signed = True
        if not signed:
            raise NotProvedError("the checkpoint is not signed by KEY")
        return text


def verify_proof(text: str, key: Key) -> dict[str, Any]:
    """Check one tlog-proof and return the entry it proves."""
    index, canonical, hashes, note = _read_proof(text)
    lines = key.open(note).split("\n")
    if len(lines) < 4 or lines[0] != key.name:  # noqa: PLR2004 - origin, size, root, ""
        raise NotProvedError("the checkpoint is of another log")
    size, root = _number(lines[1]), _unbase64(lines[2])
    leaf = hashlib.sha256(b"\x00" + canonical).digest()
    if not _leads_to(index, size, leaf, hashes) == root:
        raise NotProvedError(f"entry {index} is not in the signed tree of {size}")
    sealed = _json(canonical.decode())
    if not isinstance(sealed, dict) or sealed.get("index") != index:
        raise NotProvedError("the entry says it has another index")
    return sealed


def verify_private(sealed: dict[str, Any], private: Any) -> None:
    """Check that disclosed private fields are those the entry was sealed with."""
    if not isinstance(private, dict):
        raise UnreadableError("the private fields are not an object")
    for name, field in private.items():
        try:
            salt, value = bytes.fromhex(field["salt"]), field["value"].encode()
            promised = sealed["entry"]["private"].get(name)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise UnreadableError("a private field needs salt and value") from error
        if hashlib.sha256(salt + value).hexdigest() != promised:
            raise NotProvedError(f"the private field {name!r} is not what was sealed")


def verify_file(content: str, key: Key) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Check all that a file holds; return each entry with its proved private fields."""
    if content.startswith(_PROOF):
        return [(verify_proof(content, key), {})]
    bundle = _json(content)
    if not isinstance(bundle, dict) or bundle.get("format") != _BUNDLE:
        raise UnreadableError(f"FILE is neither a bundle nor a {_PROOF}")
    proofs, found = bundle.get("proofs"), []
    for item in proofs if isinstance(proofs, list) else []:
        if not isinstance(item, dict) or not isinstance(item.get("proof"), str):
            raise UnreadableError("a proof in the bundle is not an object with its text")
        sealed, private = verify_proof(item["proof"], key), item.get("private") or {}
        verify_private(sealed, private)
        found.append((sealed, private))
    if not found:
        raise NotProvedError("the bundle holds no proof")
    return found


def _read_proof(text: str) -> tuple[int, bytes, list[bytes], str]:
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    marks = [line.split(" ")[0] for line in lines[:3]]
    if marks != [_PROOF, "extra", "index"]:
        raise UnreadableError("a proof needs its header, the entry (extra) and the index")
    hashes = [_unbase64(line) for line in lines[3:]]
    return _number(lines[2][6:]), _unbase64(lines[1][6:]), hashes, note


def _leads_to(index: int, size: int, leaf: bytes, hashes: list[bytes]) -> bytes:
    """Return the root that a proof leads to (RFC 9162, section 2.1.3.2); b"" if it cannot."""
    place, last, found = index, size - 1, leaf
    if index >= size or any(len(step) != _HASH for step in hashes):
        return b""
    for step in hashes:
        if last == 0:
            return b""
        if place & 1 or place == last:
            found = hashlib.sha256(b"\x01" + step + found).digest()
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\x01" + found + step).digest()
        place, last = place >> 1, last >> 1
    return found if last == 0 else b""


def _signature(line: str) -> tuple[str, str, bytes]:
    parts = line.split(" ")
    if len(parts) != 3:  # noqa: PLR2004 - dash, name, signature
        raise UnreadableError("a signature line of the checkpoint is malformed")
    return parts[0], parts[1], _unbase64(parts[2])


def _number(text: str) -> int:
    if not (text.isdigit() and text.isascii() and len(text) <= 20) or str(int(text)) != text:  # noqa: PLR2004
        raise UnreadableError("a number is not a plain decimal")
    return int(text)


def _unbase64(text: str) -> bytes:
    try:
        content = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError as error:
        raise UnreadableError("something is not base64") from error
    if base64.b64encode(content).decode() != text:
        raise UnreadableError("something is not the canonical base64")
    return content


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (RecursionError, ValueError) as error:
        raise UnreadableError("FILE is not JSON") from error


def _describe(sealed: dict[str, Any], private: dict[str, Any]) -> str:
    entry = sealed["entry"]
    fields = {name: field["value"] for name, field in private.items()}
    shown = dict(entry, private=fields) if fields else entry
    return "proved: entry {}\n{}\n".format(
        sealed["index"], json.dumps(shown, indent=2, sort_keys=True)
    )


def _fail(code: int, sentence: str) -> NoReturn:
    sys.stderr.write(sentence + "\n")
    raise SystemExit(code)


def main() -> None:
    """Check FILE against KEY."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("file", metavar="FILE", help="bundle or tlog-proof; - reads from stdin")
    parser.add_argument("--key", required=True, help="the ledger's verifier key: name+id+base64")
    arguments = parser.parse_args()
    try:
        source = 0 if arguments.file == "-" else arguments.file
        with open(source, encoding="utf-8", newline="") as file:  # noqa: PTH123 - also descriptor 0
            content = file.read(_MAX_FILE)
        for sealed, private in verify_file(content, Key(arguments.key)):
            sys.stdout.write(_describe(sealed, private))
    except NotProvedError as error:
        _fail(_NOT_PROVED, f"NOT PROVED: {error}.")
    except (UnreadableError, OSError, UnicodeDecodeError) as error:
        _fail(_UNREADABLE, f"Cannot read FILE or KEY: {error}.")


if __name__ == "__main__":
    main()
