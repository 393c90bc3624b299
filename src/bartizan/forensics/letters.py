"""Counts the letters of a text and finds its words, quickly.

Most mail is ASCII but for quotation marks and dashes: it is read by a table, the rest by Unicode.
"""

import re
from functools import cache

_ASCII = bytes(range(128))
_OTHER_THAN_LETTERS = bytes(
    byte for byte in range(256) if byte not in _ASCII or not chr(byte).isalpha()
)


def count_letters(text: str) -> int:
    """Return how many letters, of any script, stand in a text."""
    octets = text.encode("utf-8", "replace")
    plain = len(octets.translate(None, _OTHER_THAN_LETTERS))
    return plain if text.isascii() else plain + sum(map(str.isalpha, _beyond_ascii(octets)))


def _beyond_ascii(octets: bytes) -> str:
    """Return the characters of a text in UTF-8 that are not ASCII."""
    return octets.translate(None, _ASCII).decode()


def find_words(text: str, within: str = "") -> list[str]:
    """Return the runs of letters, digits and ASCII characters `within`, of any script."""
    pattern, table = _word(within)
    if _has_foreign_words(text):
        return pattern.findall(text)
    return text.encode("ascii", "replace").translate(table).decode("ascii").split()


def _has_foreign_words(text: str) -> bool:
    """Tell whether a letter or digit beyond ASCII stands in a text."""
    if text.isascii():
        return False
    return any(map(str.isalnum, set(_beyond_ascii(text.encode("utf-8", "replace")))))


@cache
def _word(within: str) -> tuple[re.Pattern[str], bytes]:
    """Return a pattern of words, and a table that turns all else in ASCII into spaces."""
    kept = {byte for byte in range(128) if chr(byte).isalnum() or chr(byte) in within}
    table = bytes(byte if byte in kept else ord(" ") for byte in range(256))
    return re.compile(rf"(?:[^\W_]|[{re.escape(within)}])+" if within else r"[^\W_]+"), table
