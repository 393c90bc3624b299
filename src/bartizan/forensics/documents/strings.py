"""Runs of readable letters in binary files, as Western and as wide characters."""

import re

_NARROW = re.compile(rb"[\x20-\x7e\xa0-\xff\t\r\n]{6,4000}")
_WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff\t\r\n]\x00){6,4000}")
_REACH = 4_000_000


def words_in(content: bytes, limit: int = 100_000) -> str:
    """Return what can be read in a stream, wide runs first."""
    reach = content[:_REACH]
    found: list[str] = []
    length = 0
    for pattern, encoding in ((_WIDE, "utf-16-le"), (_NARROW, "cp1252")):
        for match in pattern.finditer(reach):
            if length >= limit:
                return "\n".join(found)[:limit]
            found.append(match[0].decode(encoding, "replace").strip())
            length += len(found[-1]) + 1
    return "\n".join(found)[:limit]
