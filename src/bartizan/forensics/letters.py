"""Counts the letters of a text, quickly: most mail is ASCII, and is counted by a table."""

import re

_OTHER_THAN_LETTERS = bytes(byte for byte in range(128) if not chr(byte).isalpha())
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")


def count_letters(text: str) -> int:
    """Return how many letters, of any script, stand in a text."""
    plain = len(text.encode("ascii", "ignore").translate(None, _OTHER_THAN_LETTERS))
    if text.isascii():
        return plain
    return plain + sum(map(str.isalpha, "".join(_BEYOND_ASCII.findall(text))))
