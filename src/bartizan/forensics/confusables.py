"""Text as the eye takes it: skeletons of look-alikes, mixed scripts, edit distance.

After Unicode Technical Standard 39, section 4, with its published data, reduced to what imitates
Latin brands, and with the pairs of letters that look like one.
"""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

import orjson

#: The longest text that is folded or compared; what follows is not looked at.
LONGEST = 4_000
#: The longest text whose distance is counted.
LONGEST_COMPARED = 256

_IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
#: Letters and digits that one glance does not tell apart; keys are lower case.
_GLANCE = {"0": "o", "1": "l", "|": "l", "5": "s", "$": "s", "@": "a", "!": "l", "i": "l"}
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"))
_SCRIPTS = frozenset(
    """LATIN CYRILLIC GREEK ARMENIAN HEBREW ARABIC CHEROKEE GEORGIAN THAI DEVANAGARI HANGUL
    HIRAGANA KATAKANA CJK COPTIC LISU""".split()
)
#: Scripts that one writing system uses together.
_TOGETHER = (
    frozenset({"LATIN", "HIRAGANA", "KATAKANA", "CJK"}),
    frozenset({"LATIN", "HANGUL", "CJK"}),
)


def strip_invisible(text: str) -> str:
    """Return `text` without characters that show nothing."""
    return text if text.isascii() else _IGNORED.sub("", text)


def count_invisible(text: str) -> int:
    """Return how many characters of `text` show nothing."""
    return 0 if text.isascii() else sum(1 for _ in _IGNORED.finditer(text))


def skeleton(text: str) -> str:
    """Return what `text` looks like: two texts with one skeleton are taken for each other."""
    folded = fold(text).translate(_glance_table())
    for pair, letter in _PAIRS:
        folded = folded.replace(pair, letter)
    return folded


def fold(text: str) -> str:
    """Return `text` in lower case with look-alikes of other scripts and accents as plain Latin.

    Unlike `skeleton` this keeps digits and letter pairs apart, so words stay readable.
    """
    text = text[:LONGEST]
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", strip_invisible(text))
    text = _as_latin(text)
    text = unicodedata.normalize("NFD", text)
    marks = dict.fromkeys(map(ord, filter(unicodedata.combining, set(text))))
    return _as_latin(text.translate(marks) if marks else text).lower()


def scripts(text: str) -> frozenset[str]:
    """Return the scripts that the letters of `text` belong to, by their Unicode names."""
    letters = {letter for letter in text[:LONGEST] if letter.isalpha()}
    return frozenset(script for letter in letters if (script := _script(letter)))


def mixed_scripts(text: str) -> bool:
    """Tell whether one word of `text` mixes scripts that no language writes together."""
    return any(_is_mixed(scripts(word)) for word in text[:LONGEST].split() if not word.isascii())


def distance(one: str, other: str, limit: int = 3) -> int:
    """Return the Damerau-Levenshtein distance (optimal string alignment), at most `limit + 1`."""
    one, other = one[:LONGEST_COMPARED], other[:LONGEST_COMPARED]
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place in range(1, len(one) + 1):
        before, row = row, _next_row(one, other, place, (before, row), limit)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def _next_row(
    one: str, other: str, place: int, rows: tuple[list[int], list[int]], limit: int
) -> list[int]:
    """Compute one row of the distance table, only `limit` cells to each side of the diagonal."""
    two_before, before = rows
    far = limit + 1
    row = [min(place, far)] + [far] * len(other)
    letter = one[place - 1]
    for column in range(max(1, place - limit), min(len(other), place + limit) + 1):
        against = other[column - 1]
        best = min(
            row[column - 1] + 1, before[column] + 1, before[column - 1] + (letter != against)
        )
        swapped = place > 1 < column and letter == other[column - 2] and one[place - 2] == against
        row[column] = min(best, two_before[column - 2] + 1) if swapped else best
    return row


def _is_mixed(found: frozenset[str]) -> bool:
    return len(found) > 1 and not any(found <= allowed for allowed in _TOGETHER)


@lru_cache(4096)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    first = name.partition(" ")[0]
    return first if first in _SCRIPTS else ""


@lru_cache(1)
def _glance_table() -> dict[int, str]:
    return str.maketrans(_GLANCE)


def _as_latin(text: str) -> str:
    """Undo look-alikes; a text has few different letters, so these are looked up first."""
    table = _look_alikes()
    found = {code: table[code] for code in map(ord, set(text)) if code in table}
    return text.translate(found) if found else text


@lru_cache(1)
def _look_alikes() -> dict[int, str]:
    """Map each character outside ASCII to the Latin letters it is confused with."""
    # The library's own module loads what we need not, `urllib` among it.
    published = files("confusable_homoglyphs").joinpath("confusables.json").read_bytes()
    table = {}
    for character, likes in orjson.loads(published).items():
        if len(character) == 1 and not character.isascii():
            latin = [like["c"] for like in likes if like["c"].isascii() and like["c"].isalnum()]
            if latin:
                table[ord(character)] = _likeliest(latin)
    return table


def _likeliest(latin: list[str]) -> str:
    """Prefer letters over digits: brands are words."""
    letters = [like for like in latin if like.isalpha()]
    return (letters or latin)[0]
