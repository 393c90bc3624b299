"""Puts what a stranger wrote into our sentences: printable, on one line, and short."""

LONGEST = 120


def shown(text: str, longest: int = LONGEST) -> str:
    """Return `text` with unprintable characters as `?`, cut to `longest` with an ellipsis."""
    head = text[: longest + 1]
    clean = "".join(letter if letter.isprintable() else "?" for letter in head)
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"


def counted(number: int, thing: str) -> str:
    """Return `1 byte`, `2,400 bytes`: a number with its noun."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
