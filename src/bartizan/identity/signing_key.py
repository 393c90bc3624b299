"""The Ed25519 key that signs access tokens: made once, readable by its owner only."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from joserfc.jwk import OKPKey

from bartizan.identity.errors import SigningKeyError

_LARGEST = 10_000


def signing_key(path: Path) -> OKPKey:
    """Return the key in the PEM file `path`, which is made first where it is missing.

    Several processes may start at once: whichever links its file first wins, and all read that.

    Raises:
        SigningKeyError: the file cannot be read, holds no Ed25519 key, or is open to everybody.
    """
    try:
        if not path.exists():
            _make(path)
        return _read(path)
    except OSError as error:
        raise SigningKeyError(
            f"The signing key {path} cannot be read or written ({error.strerror}); "
            "correct the permissions of the file or its folder."
        ) from error


def _read(path: Path) -> OKPKey:
    if stat.S_IMODE(path.stat().st_mode) & 0o007:
        raise SigningKeyError(f"Everybody may read the signing key {path}; run chmod 600 on it.")
    with path.open("rb") as file:
        pem = file.read(_LARGEST)
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise SigningKeyError(f"{path} holds no unencrypted private key in PEM.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyError(f"The key in {path} is not Ed25519; make one with openssl genpkey.")
    return OKPKey.import_key(pem)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first: its key is the key
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
