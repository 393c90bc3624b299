"""What a person's new password must be: long, and not what everybody tries first.

No rules about digits and capitals (NIST SP 800-63B, 3.1.1.2). Offline: no password is sent away.
"""

import re
from functools import cache
from importlib.resources import files

from bartizan.identity.errors import WeakPasswordError

SHORTEST = 12
LONGEST = 1024
#: Distinct characters that must remain when everything guessable has been taken out.
_OWN_CHARACTERS = 5
_NAME_WORTH_FINDING = 3
_RUNS = re.compile(r"(?:19|20)\d\d|0123|1234|2345|3456|4567|5678|6789|7890|4321|(.)\1{2,}")
_LEET = str.maketrans("01345$@!7", "oleassait")


def refuse_weak(password: str, username: str) -> None:
    """Check a new password.

    Raises:
        WeakPasswordError: its sentence says what is wrong; it never repeats the password.
    """
    if len(password) < SHORTEST:
        raise WeakPasswordError(f"Choose a password of at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise WeakPasswordError(f"Choose a password of at most {LONGEST} characters.")
    folded = password.casefold()
    if len(username) >= _NAME_WORTH_FINDING and username.casefold() in folded:
        raise WeakPasswordError("Choose a password that does not contain the user name.")
    if len(set(_own_part(folded))) < _OWN_CHARACTERS:
        raise WeakPasswordError(
            "Choose a password that is not made of common words, keyboard rows and repetitions; "
            "four unusual words are good."
        )


def _own_part(folded: str) -> str:
    """Return what is left of a password without common words, years, rows and repetitions."""
    plain = _RUNS.sub("", _without_words(folded))
    return _without_words(plain.translate(_LEET))


def _without_words(text: str) -> str:
    for word in _common_words():
        text = text.replace(word, "")
    return text


@cache
def _common_words() -> tuple[str, ...]:
    """Return the list that ships with us, longest first, so that no word hides in another."""
    lines = files("bartizan.identity").joinpath("common_passwords.txt").read_text("utf-8")
    words = {line.strip() for line in lines.splitlines() if not line.startswith("#")} - {""}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
