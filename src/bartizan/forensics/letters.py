"""Counts the letters of a text and finds its words, quickly.

Most mail is ASCII but for quotation marks and dashes: it is read by a table, the rest by Unicode.
"""

import re
from functools import cache

_OTHER_THAN_LETTERS = bytes(byte for byte in range(128) if not chr(byte).isalpha())
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")


def count_letters(text: str) -> int:
    """Return how many letters, of any script, stand in a text."""
    plain = len(text.encode("ascii", "ignore").translate(None, _OTHER_THAN_LETTERS))
    if text.isascii():
        return plain
    return plain + sum(map(str.isalpha, "".join(_BEYOND_ASCII.findall(text))))


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
    return any(map(str.isalnum, set("".join(_BEYOND_ASCII.findall(text)))))


@cache
def _word(within: str) -> tuple[re.Pattern[str], bytes]:
    """Return a pattern of words, and a table that turns all else in ASCII into spaces."""
    kept = {byte for byte in range(128) if chr(byte).isalnum() or chr(byte) in within}
    table = bytes(byte if byte in kept else ord(" ") for byte in range(256))
    return re.compile(rf"(?:[^\W_]|[{re.escape(within)}])+" if within else r"[^\W_]+"), table
