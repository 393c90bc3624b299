"""The text of an API key: `bz_<8 characters>_<43 characters of secret><6 of checksum>`.

The fixed prefix lets secret scanners find leaked keys, the eight characters name the key in lists
and logs, and the CRC-32 tells a mistyped key from a revoked one without asking the database.
"""

import re
import secrets
import string
import zlib
from dataclasses import dataclass

_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_SECRET_BYTES = 32
_SECRET_LENGTH = 43  # of 256 bits in base 62
_CHECK_LENGTH = 6  # of 32 bits in base 62
_NAME_LENGTH = 8
_SHAPE = re.compile(
    rf"bz_[0-9A-Za-z]{{{_NAME_LENGTH}}}_[0-9A-Za-z]{{{_SECRET_LENGTH + _CHECK_LENGTH}}}"
)

#: How every key begins; an access token never does.
MARK = "bz_"


@dataclass(frozen=True, slots=True)
class KeyText:
    """A well-formed key: `text` is the whole secret, `prefix` the part that may be shown."""

    text: str
    prefix: str


def new_key() -> KeyText:
    """Make a key of 256 random bits."""
    name = "".join(secrets.choice(_ALPHABET) for _ in range(_NAME_LENGTH))
    secret = base62(int.from_bytes(secrets.token_bytes(_SECRET_BYTES)), _SECRET_LENGTH)
    body = f"{MARK}{name}_{secret}"
    return KeyText(body + _checksum(body), MARK + name)


def read_key(text: str) -> KeyText | None:
    """Return the key written in `text`, or `None` when it is not one of ours or mistyped."""
    if _SHAPE.fullmatch(text) is None:
        return None
    body, check = text[:-_CHECK_LENGTH], text[-_CHECK_LENGTH:]
    if _checksum(body) != check:
        return None
    return KeyText(text, text[: len(MARK) + _NAME_LENGTH])


def base62(number: int, length: int) -> str:
    """Write a number that is not negative in base 62, filled up with zeros to `length`."""
    digits = []
    while number:
        number, digit = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits)).rjust(length, _ALPHABET[0])


def _checksum(body: str) -> str:
    return base62(zlib.crc32(body.encode()), _CHECK_LENGTH)
