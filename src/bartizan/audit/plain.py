"""Makes what callers hand over fit to be kept for ever: bounded, plain JSON, no secrets. No I/O.

Values come from hostile mail as often as from us, and recording must not fail on them: text that
a database cannot hold is replaced, what is too deep or too large is cut.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

HIDDEN = "[hidden]"
CUT = "\u2026"
_REPLACEMENT = "\ufffd"
_SECRET_WORDS = ("password", "secret", "token", "authorization", "cookie", "api_key")
_MAX_DEPTH = 16
_MAX_ITEMS = 1000
_MAX_STRING = 20_000
_MAX_INTEGER = 2**53 - 1


def plain_text(text: str, limit: int) -> str:
    """Return `text` without NUL and lone surrogates, and cut to `limit` characters."""
    if len(text) > limit:
        text = text[: limit - 1] + CUT
    if text.isascii() and "\0" not in text:
        return text
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace("\0", _REPLACEMENT)


def plain_details(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return `details` as plain JSON, with the value of every name that says secret hidden."""
    return _mapping(details.items(), 0)


def _mapping(items: Iterable[tuple[Any, Any]], depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in items:
        if len(found) == _MAX_ITEMS:
            break
        key = plain_text(str(name), _MAX_STRING)
        found[key] = HIDDEN if _is_secret(key) else _value(value, depth)
    return found


def _value(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return plain_text(value, _MAX_STRING)
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int) and abs(value) <= _MAX_INTEGER:
        return value
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return _container(value, depth + 1) if depth < _MAX_DEPTH else CUT
    return plain_text(str(value), _MAX_STRING)


def _container(value: Any, depth: int) -> Any:
    if isinstance(value, Mapping):
        return _mapping(value.items(), depth)
    rows = sorted(value, key=repr) if isinstance(value, set | frozenset) else value
    return [_value(row, depth) for row in rows[:_MAX_ITEMS]]


@lru_cache(maxsize=4096)
def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _SECRET_WORDS)
