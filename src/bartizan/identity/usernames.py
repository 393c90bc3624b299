"""User names: ASCII, so that no two of them look alike, and compared without case."""

import re

#: Also the JSON Schema of the wire.
PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$"
_SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")


def folded(username: str) -> str | None:
    """Return the name as it is stored and compared; `None` when no user can be called so."""
    return username.casefold() if _SHAPE.fullmatch(username) else None
