"""The two encryptions of ZIP files: the old one of PKWARE, and AES as WinZip writes it.

Sources: PKWARE APPNOTE 6.3.10 section 6; WinZip AE-1 and AE-2.
"""

import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

HEADER = 12
_AES_FIELD = struct.Struct("<H2sBH")
_KEY_LENGTHS = {1: 16, 2: 24, 3: 32}
_ROUNDS = 1000
_CHECK, _SEAL = 2, 10
_WORD = 0xFFFFFFFF
_TABLE = []
for _index in range(256):
    _value = _index
    for _ in range(8):
        _value = (_value >> 1) ^ 0xEDB88320 if _value & 1 else _value >> 1
    _TABLE.append(_value)


def unlock_old(packed: bytes, password: bytes, check: int) -> bytes | None:
    """Undo PKWARE's encryption; `None` if the password is (255 times of 256) seen to be wrong."""
    keys = (0x12345678, 0x23456789, 0x34567890)
    for byte in password:
        keys = _turn(keys, byte)
    head, keys = _decrypt(packed[:HEADER], keys)
    if len(head) < HEADER or head[-1] != check:
        return None
    return _decrypt(packed[HEADER:], keys)[0]


def _turn(keys: tuple[int, int, int], byte: int) -> tuple[int, int, int]:
    first, second, third = keys
    first = (first >> 8) ^ _TABLE[(first ^ byte) & 0xFF]
    second = ((second + (first & 0xFF)) * 134775813 + 1) & _WORD
    third = (third >> 8) ^ _TABLE[(third ^ (second >> 24)) & 0xFF]
    return first, second, third


def _decrypt(data: bytes, keys: tuple[int, int, int]) -> tuple[bytes, tuple[int, int, int]]:
    first, second, third = keys
    table = _TABLE
    out = bytearray(len(data))
    for index, byte in enumerate(data):
        mask = third | 2
        plain = byte ^ (((mask * (mask ^ 1)) >> 8) & 0xFF)
        out[index] = plain
        first = (first >> 8) ^ table[(first ^ plain) & 0xFF]
        second = ((second + (first & 0xFF)) * 134775813 + 1) & _WORD
        third = (third >> 8) ^ table[(third ^ (second >> 24)) & 0xFF]
    return bytes(out), (first, second, third)


def read_aes_field(field: bytes) -> tuple[int, int] | None:
    """Return the key's length and the true compression method; `None` for what cannot be AES."""
    if len(field) < _AES_FIELD.size:
        return None
    _, vendor, strength, method = _AES_FIELD.unpack_from(field)
    length = _KEY_LENGTHS.get(strength)
    return (length, method) if vendor == b"AE" and length else None


def unlock_aes(packed: bytes, password: bytes, length: int) -> bytes | None:
    """Undo AES; `None` if the password is wrong or the data was altered."""
    salt, rest = packed[: length // 2], packed[length // 2 :]
    if len(rest) < _CHECK + _SEAL:
        return None
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, _ROUNDS, 2 * length + _CHECK)
    if keys[2 * length :] != rest[:_CHECK]:
        return None
    body, seal = rest[_CHECK:-_SEAL], rest[-_SEAL:]
    if hmac.digest(keys[length : 2 * length], body, "sha1")[:_SEAL] != seal:
        return None
    return _count_down(body, keys[:length])


def _count_down(body: bytes, key: bytes) -> bytes:
    """Counter mode with WinZip's little-endian counter, which libraries do not offer."""
    blocks = -(-len(body) // 16)
    counters = b"".join(number.to_bytes(16, "little") for number in range(1, blocks + 1))
    machine = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - one block a count
    stream = machine.update(counters)[: len(body)]
    mixed = int.from_bytes(stream, "little") ^ int.from_bytes(body, "little")
    return mixed.to_bytes(len(body), "little")
