"""Public keys in DNS (RFC 6376, section 3.6.1) and the checks that they make possible."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from bartizan.mail.authentication.dns.questions import Answer
from bartizan.mail.authentication.tags import TagError, decoded, items, parse_tags

#: RFC 8301, section 3.2: weaker keys are not believed; larger ones cost too much to check.
SMALLEST_RSA, LARGEST_RSA = 1024, 4096
ED25519_BITS = 256
#: More TXT records under one selector than this are not tried.
MOST_RECORDS = 4

PublicKey = RSAPublicKey | Ed25519PublicKey


class UnusableKeyError(ValueError):
    """There is no usable key; the text ends the sentence."""


@dataclass(frozen=True, slots=True)
class Key:
    """One published key and what its owner limits it to."""

    key: PublicKey
    testing: bool = False
    exact_identity: bool = False

    @property
    def kind(self) -> str:
        """Return `rsa` or `ed25519`, the words of the `a=` tag."""
        return "rsa" if isinstance(self.key, RSAPublicKey) else "ed25519"

    @property
    def bits(self) -> int:
        """Return the length of the key."""
        return self.key.key_size if isinstance(self.key, RSAPublicKey) else ED25519_BITS

    def verifies(self, signature: bytes, signed: bytes) -> bool:
        """Say whether `signature` is this key's over the SHA-256 of `signed`."""
        try:
            if isinstance(self.key, RSAPublicKey):
                self.key.verify(signature, signed, PKCS1v15(), SHA256())
            else:
                self.key.verify(signature, hashlib.sha256(signed).digest())
        except InvalidSignature:
            return False
        return True


def find_key(answer: Answer) -> Key:
    """Return the first usable key among the TXT records.

    Raises:
        UnusableKeyError: there is none; the text says what is wrong with the last one tried.
    """
    reason = UnusableKeyError("no key is published for it")
    for text in answer.records[:MOST_RECORDS]:
        try:
            return parse_key(text)
        except UnusableKeyError as error:
            reason = error
    raise reason


def parse_key(text: str) -> Key:
    """Parse one key record.

    Raises:
        UnusableKeyError: it is malformed, revoked, or not for signing mail with SHA-256.
    """
    try:
        tags = parse_tags(text)
    except TagError as error:
        raise UnusableKeyError(f"its key record is malformed: {error}") from error
    if "v" in tags and (tags["v"] != "DKIM1" or next(iter(tags)) != "v"):
        raise UnusableKeyError("what is published for it is not a DKIM key")
    if "p" not in tags:
        raise UnusableKeyError("its key record holds no key")
    if not tags["p"]:
        raise UnusableKeyError("its key has been revoked")
    if "sha256" not in items(tags.get("h", "sha256")):
        raise UnusableKeyError("its key is not for SHA-256")
    if not {"*", "email"} & set(items(tags.get("s", "*"))):
        raise UnusableKeyError("its key is not for mail")
    flags = items(tags.get("t", ""))
    return Key(_load(tags.get("k", "rsa"), tags["p"]), "y" in flags, "s" in flags)


@lru_cache(maxsize=2048)
def _load(kind: str, encoded: str) -> PublicKey:
    try:
        material = decoded(encoded, "p")
        if kind == "ed25519":
            return Ed25519PublicKey.from_public_bytes(material)
        key = load_der_public_key(material)
    except (TagError, ValueError, UnsupportedAlgorithm) as error:
        raise UnusableKeyError("its key cannot be read") from error
    if kind != "rsa" or not isinstance(key, RSAPublicKey):
        raise UnusableKeyError("its key is of a kind that we do not know")
    return key
