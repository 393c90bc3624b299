"""How text becomes the words that are searched for: the same for documents and for queries.

Engines are given words separated by spaces and split at nothing else, so that all of them find
the same documents.

- Letters are compared without regard to case, width or composition (NFKC, then case folding);
  accents count. Format characters (soft hyphens, zero-width spaces, bidi marks) vanish, so a
  word that a sender broke up with them is still found.
- A word is a run of letters, digits and their marks. Addresses and URLs fall apart at their
  punctuation, and are found as the phrase of their parts, in whole or in part.
- Scripts without spaces between words (Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese)
  are split into single characters: a phrase of them finds any piece of a sentence.
- Of a word longer than `LONGEST_WORD` characters only the beginning counts.
"""

import re
import unicodedata
from functools import cache
from hashlib import sha256

#: Changes when texts are split otherwise than before, which makes existing indices useless.
TOKENS_VERSION = 1

#: In characters.
LONGEST_WORD = 64
LONGEST_KEYWORD = 512

#: A stretch without ASCII spaces and signs: an ASCII word, or something to look at closely.
_STRETCH = re.compile(r"[^\x00-/:-@\[-`{-\x7f]+")
_IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]+"
)
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
#: Marks are found from here to there; those beyond are ignored anyway.
_MARKS = range(0x300, 0x1F000)
#: No letter of any language carries more marks (UAX #15, section 13, stream-safe text), and
#: sorting them is quadratic in their number. Of longer runs of marks and signs the rest is cut.
_MOST_MARKS = 30
_SURPLUS = re.compile(rf"\W{{{_MOST_MARKS + 1},}}")


def words_of(text: str) -> list[str]:
    """Return the words of a text in order; time is linear in its length."""
    words: list[str] = []
    for stretch in _STRETCH.findall(text):
        if stretch.isascii():
            words.append(stretch[:LONGEST_WORD].lower())
        else:
            words += _words_in(stretch)
    return words


def keyword_of(value: str) -> str:
    """Return a whole value as it is compared: without regard to case.

    What is longer than `LONGEST_KEYWORD` is compared by its beginning and its hash.
    """
    folded = value.encode("utf-8", "replace").decode().casefold()
    if len(folded) <= LONGEST_KEYWORD:
        return folded
    return f"{folded[:LONGEST_KEYWORD]} {sha256(folded.encode()).hexdigest()}"


def _words_in(stretch: str) -> list[str]:
    plain = _IGNORED.sub("", stretch)
    plain = _SURPLUS.sub(lambda run: run[0][:_MOST_MARKS], plain)
    folded = unicodedata.normalize("NFKC", plain).casefold()
    return [word[:LONGEST_WORD] for word in _word().findall(folded)]


@cache
def _marks() -> str:
    """Return the combining marks of Unicode as the inside of a character class."""
    marks = (chr(code) for code in _MARKS if unicodedata.category(chr(code)).startswith("M"))
    return "".join(marks)


@cache
def _word() -> re.Pattern[str]:
    letter = rf"[^\W_{_UNSPACED}]"
    # Looking for a mark is slow, and no mark is a word character.
    marks = rf"(?!\w)[{_marks()}]++"
    return re.compile(rf"[{_UNSPACED}](?:{marks})?+|{letter}(?:{letter}++|{marks})*+")
