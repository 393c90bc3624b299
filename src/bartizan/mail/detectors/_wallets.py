"""Tells addresses of digital money from other long words, by their own check sums."""

import re
from hashlib import sha256
from itertools import islice

_CANDIDATE = re.compile(
    r"\b(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{11,71}|BC1[02-9AC-HJ-NP-Z]{11,71}"
    r"|0x[0-9a-fA-F]{40}|[48][1-9A-HJ-NP-Za-km-z]{94})\b"
)
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_ENDS = frozenset({1, 0x2BC830A3})
_SCANNED, _TRIED = 50_000, 50
_BITCOIN_BYTES, _CHECK_BYTES = 25, 4


def find_wallet(text: str) -> str | None:
    """Return the first address of Bitcoin, Ethereum or Monero in a text."""
    for match in islice(_CANDIDATE.finditer(text[:_SCANNED]), _TRIED):
        if is_wallet(match[0]):
            return match[0]
    return None


def is_wallet(word: str) -> bool:
    """Tell whether a word is such an address; where it has a check sum, that has to be right."""
    if _CANDIDATE.fullmatch(word) is None:
        return False
    if word.startswith(("0x", "4", "8")):
        return True  # Ethereum's is optional, and Monero's length and letters say enough
    return _checks_bech32(word.lower()) if word[:3].lower() == "bc1" else _checks_base58(word)


def _checks_base58(word: str) -> bool:
    number = 0
    for letter in word:
        number = number * 58 + _BASE58.index(letter)
    if number.bit_length() > _BITCOIN_BYTES * 8:
        return False
    content = number.to_bytes(_BITCOIN_BYTES)
    checked = sha256(sha256(content[:-_CHECK_BYTES]).digest()).digest()
    return checked[:_CHECK_BYTES] == content[-_CHECK_BYTES:]


def _checks_bech32(word: str) -> bool:
    """Return whether the check sum of BIP 173 or BIP 350 is right."""
    check = 1
    for value in (3, 3, 0, 2, 3, *(_BECH32.index(letter) for letter in word[3:])):
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            check ^= generator if top >> place & 1 else 0
    return check in _BECH32_ENDS
