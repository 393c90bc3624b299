"""Reads the values of the fields that are not text: numbers, sizes, moments, choices."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from bartizan.archive.errors import QueryError
from bartizan.archive.query.lexer import Token
from bartizan.storage.search.query import Between, Exact, Query

_UNITS = {"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_SIZE = re.compile(r"(\d{1,12})(?:\.(\d{1,3}))?([kmg]?)b?\Z")
_NUMBER = re.compile(r"\d{1,9}\Z")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z")
_AGE = re.compile(r"(\d{1,5})([hdwmy])\Z")
_MOST_BYTES = 1 << 60
#: Days that every index can hold; what mail says beyond them is not a date.
FIRST_YEAR, LAST_YEAR = 1970, 2199
_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}

_DISPOSITIONS = {
    "deliver": "deliver",
    "delivered": "deliver",
    "tag": "tag",
    "tagged": "tag",
    "hold": "hold",
    "held": "hold",
    "reject": "reject",
    "rejected": "reject",
}

#: Turns a field's value into a query; `now` is what ages and `today` count from.
Reader = Callable[[Token, datetime], Query]


def _disposition(value: Token, _now: datetime) -> Query:
    chosen = _DISPOSITIONS.get(value.text.lower())
    if chosen is None:
        raise QueryError("Choose one of held, tagged, delivered, rejected", value.position)
    return Exact("disposition", chosen)


def _has(value: Token, _now: datetime) -> Query:
    if value.text.lower() not in ("attachment", "attachments"):
        raise QueryError("has: knows only has:attachment", value.position)
    return Exact("has", "attachment")


def _message_id(value: Token, _now: datetime) -> Query:
    return Exact("message_id", value.text.strip("<>").lower())


def _sha256(value: Token, _now: datetime) -> Query:
    if re.fullmatch(r"[0-9a-fA-F]{64}", value.text) is None:
        raise QueryError("A SHA-256 has 64 hexadecimal digits", value.position)
    return Exact("sha256", value.text.lower())


def _score(value: Token, _now: datetime) -> Query:
    return _compared("score", value, _number, _number_after)


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.match(text) else None


def _number_after(text: str) -> int | None:
    number = _number(text)
    return None if number is None else number + 1


def _size(value: Token, _now: datetime) -> Query:
    if value.text[:1].isdigit() and ".." not in value.text:
        return Between("size", _required_size(value), None)
    return _compared("size", value, _bytes, _byte_after)


def _larger(value: Token, _now: datetime) -> Query:
    return Between("size", _required_size(value) + 1, None)


def _smaller(value: Token, _now: datetime) -> Query:
    return Between("size", None, _required_size(value))


def _required_size(value: Token) -> int:
    size = _bytes(value.text)
    if size is None:
        raise QueryError("Write a size as 500kb, 1.5mb or 2gb", value.position)
    return size


def _bytes(text: str) -> int | None:
    match = _SIZE.match(text.lower())
    if match is None:
        return None
    whole, fraction, unit = match.groups()
    return min(_MOST_BYTES, int(float(f"{whole}.{fraction or 0}") * _UNITS[unit]))


def _byte_after(text: str) -> int | None:
    size = _bytes(text)
    return None if size is None else size + 1


def _date(value: Token, now: datetime) -> Query:
    bare = value.text[:1] not in "<>="
    if bare and ".." not in value.text:
        return _on(value, now)
    return _compared(
        "date", value, lambda text: _day_start(text, now), lambda text: _day_end(text, now)
    )


def _on(value: Token, now: datetime) -> Query:
    low, high = _period(value, now)
    return Between("date", low, high)


def _after(value: Token, now: datetime) -> Query:
    return Between("date", _period(value, now)[0], None)


def _before(value: Token, now: datetime) -> Query:
    return Between("date", None, _period(value, now)[0])


def _period(value: Token, now: datetime) -> tuple[datetime, datetime]:
    low, high = _day_start(value.text, now), _day_end(value.text, now)
    if low is None or high is None:
        raise QueryError(
            "Write a date as 2026-01-31, 2026-01, 2026, today or yesterday", value.position
        )
    return low, high


def _day_start(text: str, now: datetime) -> datetime | None:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if text.lower() == "today":
        return midnight
    if text.lower() == "yesterday":
        return midnight - timedelta(days=1)
    match = _DAY.match(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def _day_end(text: str, now: datetime) -> datetime | None:
    """Return the end of the day, month or year that `text` names."""
    start = _day_start(text, now)
    if start is None:
        return None
    match text.count("-"):
        case 0 if text.isdigit():
            return start.replace(year=start.year + 1)
        case 1:
            return (start.replace(day=28) + timedelta(days=4)).replace(day=1)
        case _:
            return start + timedelta(days=1)


def _newer_than(value: Token, now: datetime) -> Query:
    return Between("date", _ago(value, now), None)


def _older_than(value: Token, now: datetime) -> Query:
    return Between("date", None, _ago(value, now))


def _ago(value: Token, now: datetime) -> datetime:
    match = _AGE.match(value.text.lower())
    if match is None:
        raise QueryError("Write an age as 12h, 7d, 2w, 6m or 1y", value.position)
    age = timedelta(hours=int(match[1]) * _HOURS[match[2]])
    first = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    return first if age > now - first else now - age


Bound = int | datetime


def _compared(
    field: str,
    value: Token,
    start: Callable[[str], Bound | None],
    end: Callable[[str], Bound | None],
) -> Query:
    """Read `>5`, `<=5`, `5` or `1..5`; `start` and `end` give the first and the one after."""
    low_text, dots, high_text = value.text.partition("..")
    if dots:
        low, high = _range(low_text, high_text, start, end)
    else:
        low, high = _one_sided(value.text, start, end)
    if low is None and high is None:
        raise QueryError(
            f"Write {field}:>5, {field}:<=5 or {field}:1..5 with its own kind of value",
            value.position,
        )
    if isinstance(low, datetime):
        return Between(field, low, high if isinstance(high, datetime) else None)
    return Between(field, low, high)


def _range(
    low: str,
    high: str,
    start: Callable[[str], Bound | None],
    end: Callable[[str], Bound | None],
) -> tuple[Bound | None, Bound | None]:
    first, last = start(low), end(high)
    malformed = (low and first is None) or (high and last is None)
    return (None, None) if malformed else (first, last)


def _one_sided(
    text: str, start: Callable[[str], Bound | None], end: Callable[[str], Bound | None]
) -> tuple[Bound | None, Bound | None]:
    bare = text.lstrip("<>=")
    sign = text[: len(text) - len(bare)]
    match sign:
        case ">":
            return end(bare), None
        case ">=":
            return start(bare), None
        case "<":
            return None, start(bare)
        case "<=":
            return None, end(bare)
        case "" | "=":
            return start(bare), end(bare)
        case _:
            return None, None


READERS: Mapping[str, Reader] = {
    "has": _has,
    "is": _disposition,
    "disposition": _disposition,
    "score": _score,
    "size": _size,
    "larger": _larger,
    "smaller": _smaller,
    "date": _date,
    "on": _on,
    "after": _after,
    "before": _before,
    "newer_than": _newer_than,
    "older_than": _older_than,
    "message-id": _message_id,
    "sha256": _sha256,
}
