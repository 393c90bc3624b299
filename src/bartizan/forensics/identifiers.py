"""Message identifiers (RFC 5322, section 3.6.4) and comma lists of structured fields."""

import re

from bartizan.forensics.encoded_words import decode_words

_BRACKETED = re.compile(r"<([^<>]*+)>")


def parse_message_ids(value: str) -> tuple[str, ...]:
    """Return the identifiers of Message-ID, In-Reply-To or References without their brackets."""
    found = [identifier.strip() for identifier in _BRACKETED.findall(value)]
    if not found and "<" not in value:
        found = [value.strip()]
    return tuple(filter(None, found))


def parse_list(value: str) -> tuple[str, ...]:
    """Return the decoded items of a comma-separated field such as Keywords, without empty ones."""
    items = (decode_words(item.strip()) for item in value.split(","))
    return tuple(filter(None, items))
