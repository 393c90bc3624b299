"""Tag lists, `name=value; name=value` (RFC 6376, section 3.2), of DKIM, its keys and ARC."""

import base64
import binascii
import re
from collections.abc import Mapping

#: Longer lists are refused unread; real signatures stay below 4,000 characters.
LONGEST_LIST = 16_384

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_SPACE = " \t\r\n"
_WITHOUT_SPACE = str.maketrans("", "", _SPACE)
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


class TagError(ValueError):
    """The list or one of its values breaks the grammar; the text says how."""


def parse_tags(text: str) -> dict[str, str]:
    """Return the values by name, white space around them removed; names keep their case.

    Raises:
        TagError: a tag is malformed or appears twice, or the list is too long.
    """
    if len(text) > LONGEST_LIST:
        raise TagError(f"it is longer than {LONGEST_LIST:,} characters")
    pieces = text.split(";")
    if not pieces[-1].strip(_SPACE):
        pieces.pop()
    tags: dict[str, str] = {}
    for piece in pieces:
        name, equals, value = piece.partition("=")
        name = name.strip(_SPACE)
        if not equals or not _NAME.fullmatch(name):
            raise TagError("a tag has no proper name")
        if name in tags:
            raise TagError(f"the tag {name[:20]}= appears twice")
        tags[name] = value.strip(_SPACE)
    return tags


def required(tags: Mapping[str, str], name: str) -> str:
    """Return a tag that must be there with a value.

    Raises:
        TagError: it is missing or empty.
    """
    value = tags.get(name, "")
    if not value:
        raise TagError(f"the tag {name}= is missing")
    return value


def number(tags: Mapping[str, str], name: str) -> int | None:
    """Return a tag of up to twelve decimal digits, `None` where it is absent.

    Raises:
        TagError: it is not such a number.
    """
    value = tags.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 12):  # noqa: PLR2004 - RFC 6376
        raise TagError(f"the tag {name}= is not a number")
    return int(value)


def decoded(value: str, name: str) -> bytes:
    """Decode base64 with folding white space inside.

    Raises:
        TagError: it is not base64.
    """
    value = value.translate(_WITHOUT_SPACE)
    try:
        if not _BASE64.fullmatch(value):
            raise TagError(f"the tag {name}= is not base64")
        return base64.b64decode(value)
    except binascii.Error as error:
        raise TagError(f"the tag {name}= is not base64") from error


def items(value: str) -> tuple[str, ...]:
    """Split a colon-separated list, white space around the items removed."""
    return tuple(item.strip(_SPACE) for item in value.split(":"))
