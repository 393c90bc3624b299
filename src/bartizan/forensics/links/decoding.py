"""Reads the spellings in which one address is carried inside another: escapes and base 64."""

import base64
import binascii
import re
from urllib.parse import unquote

_ROUNDS = 3
_LONGEST_HOST = 255
_AUTHORITY_END = re.compile(r"[/?#\\]")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,16384}={0,2}\Z")
_WEB = re.compile(r"\s{0,8}(?:https?:)?[/\\]{2}[^\s/\\]", re.IGNORECASE)


def looks_like_web(text: str) -> bool:
    """Whether a text begins as an address of a page does: `https://…`, `//…`."""
    return _WEB.match(text) is not None


def carried_address(value: str) -> str | None:
    """Return the address that a value holds: plain, escaped up to three times, or in base 64."""
    text = value
    for _ in range(_ROUNDS):
        if looks_like_web(text) and "%" not in _authority(text):
            return text.strip()
        if "%" not in text:
            break
        text = unquote(text)
    if looks_like_web(text):
        return text.strip()
    # Bing writes two signs before the rest.
    decoded = unquote(read_base64(text) or read_base64(text[2:]) or "")
    return decoded.strip() if looks_like_web(decoded) else None


def _authority(text: str) -> str:
    return _AUTHORITY_END.split(text[: _LONGEST_HOST * 3].partition("//")[2], maxsplit=1)[0]


def read_base64(text: str) -> str | None:
    """Return the text that base 64 holds, in either alphabet, padded or not; `None` if none."""
    if not _BASE64.match(text):
        return None
    plain = text.rstrip("=").replace("-", "+").replace("_", "/")
    if len(plain) % 4 == 1:
        return None
    try:
        decoded = base64.b64decode(plain + "=" * (-len(plain) % 4)).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return decoded if decoded.isprintable() else None


def parameters(query: str, most: int = 100) -> list[tuple[str, str]]:
    """Split a query into names and values that are still escaped; at most `most` of them."""
    pairs = query.replace(";", "&").split("&", most)[:most] if query else []
    return [(name, value) for name, _, value in (pair.partition("=") for pair in pairs)]
