"""Dates of mail headers (RFC 5322, section 3.3), tolerantly.

Comments anywhere, two-digit years, numeric months, missing seconds, zone names (RFC 822,
section 5.1), the form of `asctime`, and trace fields whose date follows the last semicolon.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from bartizan.forensics.comments import split_comments

_LONGEST = 2_000
_MONTHS = {
    name: number
    for number, name in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
    )
}
_ZONES = {
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "cet": 1, "cest": 2, "bst": 1, "eet": 2, "eest": 3, "msk": 3, "jst": 9, "ist": 5.5,
}  # fmt: skip
_CLOCK = r"(\d{1,2})[:.\s]\s*(\d{1,2})(?:[:.\s]\s*(\d{1,2})(?:\.\d+)?)?"
_ZONE = r"(?:\s*,?\s*(?:([+-]?\d{1,4})(?!\d)|([A-Za-z]{1,10})))?"
_DATE = re.compile(
    rf"\b(\d{{1,2}})[\s-]+([A-Za-z]{{3,9}}|\d{{1,2}})[\s-]+(\d{{2,4}})[\s,]+{_CLOCK}{_ZONE}"
)
_ASCTIME = re.compile(
    rf"\b([A-Za-z]{{3}})\s+(\d{{1,2}})\s+{_CLOCK}(?:\s+([A-Z]{{2,5}}))?\s+(\d{{4}})(?:\s+([+-]\d{{4}}))?\b"
)
_CENTURY_TURN = 50
_SHORT_YEAR = 100
_NETSCAPE_YEAR = 1000


def parse_date(value: str) -> datetime | None:
    """Return the moment a Date or Received value names, aware; `None` when it names none.

    A zone that is missing or unknown counts as UTC, as RFC 5322, section 4.3, asks.
    """
    text = value[-_LONGEST:]
    if "(" in text:
        text = split_comments(text).text
    text = text.rpartition(";")[2] or text
    match = _DATE.search(text)
    if match is not None:
        day, month, year, hour, minute, second, offset, zone = match.groups()
        return _moment((year, month, day), (hour, minute, second), _zone(offset, zone))
    match = _ASCTIME.search(text)
    if match is not None:
        month, day, hour, minute, second, zone, year, offset = match.groups()
        return _moment((year, month, day), (hour, minute, second), _zone(offset, zone))
    return None


def _moment(
    date: tuple[str, str, str], clock: tuple[str, str, str | None], zone: timezone
) -> datetime | None:
    hour, minute, second = (int(part or 0) for part in clock)
    try:
        # A leap second is shown as the last second that datetime knows.
        second = min(second, 59) if second == 60 else second  # noqa: PLR2004 - RFC 5322's word
        return datetime(
            _year(date[0]), _month(date[1]), int(date[2]), hour, minute, second, tzinfo=zone
        )
    except (ValueError, OverflowError):
        return None


def _year(text: str) -> int:
    year = int(text)
    if year < _SHORT_YEAR:
        return year + (2000 if year < _CENTURY_TURN else 1900)
    return year + 1900 if year < _NETSCAPE_YEAR else year


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.get(text[:3].lower(), 0)


def _zone(offset: str | None, name: str | None) -> timezone:
    if name is not None:
        return timezone(timedelta(hours=_ZONES.get(name.lower()[:3], 0)))
    if offset is None:
        return UTC
    number = int(offset.lstrip("+-"))
    delta = timedelta(hours=number // 100, minutes=number % 100)
    if delta >= timedelta(days=1):
        return UTC
    return timezone(-delta if offset.startswith("-") else delta)
