"""QR codes drawn without a picture: in block letters, or as the coloured cells of a table.

A telephone reads them off the screen like any other; scanners that look for pictures do not.
"""

import re
from collections.abc import Iterator

from bartizan.forensics.codes import codes_in_cells

REACH = 500_000
DRAWINGS = 5

_FEWEST, _MOST = 21, 200
#: A letter as two cells, upper and lower: half blocks draw two rows of a code in one line.
_CELLS = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), "▓": (1, 1), "■": (1, 1), "#": (1, 1), "@": (1, 1)}
_WIDE = {"⬛": "██", "⬜": "  ", "\u3000": "  "}
_BLOCKS = "█▀▄▓■⬛#@"
_NOT_DRAWN = re.compile(r"[^█▀▄▓■⬛⬜#@\s\u3000\ufe0f░]")
_ROW = re.compile(r"<tr\b[^<>]{0,500}>(.{0,40000}?)(?=</?tr\b|</table)", re.IGNORECASE | re.DOTALL)
_CELL = re.compile(r"<td\b([^<>]{0,1000})>", re.IGNORECASE)
_SPAN = re.compile(r"\bcolspan\s{0,3}=\s{0,3}[\"']?(\d{1,3})", re.IGNORECASE)
_COLOUR = re.compile(
    r"(?:bgcolor\s{0,3}=\s{0,3}[\"']?|background(?:-color)?\s{0,3}:\s{0,3})"
    r"(#[0-9a-f]{6}\b|#[0-9a-f]{3}\b|black\b|rgb\(\s{0,3}\d{1,3}\s{0,3},\s{0,3}\d{1,3}\s{0,3},\s{0,3}\d{1,3})",
    re.IGNORECASE,
)
_DARK = 110
#: Where cells have their colour, and how many runs of dark cells a row has at least, on average.
_COLOURED, _RUNS = ("bgcolor", "background"), 2


def codes_in_text(text: str) -> tuple[str, ...]:
    """Return what codes drawn with block letters say."""
    text = text[:REACH]
    if sum(map(text.count, _BLOCKS)) < _FEWEST:
        return ()
    return _read(_text_drawings(text))


def codes_in_tables(markup: str) -> tuple[str, ...]:
    """Return what codes drawn as cells of a table say."""
    markup = markup[:REACH]
    lower = markup.lower()
    if lower.count("<tr") < _FEWEST or sum(map(lower.count, _COLOURED)) < _FEWEST * _RUNS:
        return ()
    return _read(_table_drawings(markup))


def _read(drawings: Iterator[list[list[int]]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for rows, _ in zip(drawings, range(DRAWINGS), strict=False):
        found.update(dict.fromkeys(codes_in_cells(rows)))
    return tuple(found)


def _text_drawings(text: str) -> Iterator[list[list[int]]]:
    """Runs of lines that hold hardly anything but blocks, as rows of cells."""
    rows: list[list[int]] = []
    for line in [*text.splitlines(), "end"]:
        if _is_drawing(line, begun=bool(rows)):
            rows += _cells(line)
            continue
        if _FEWEST <= len(rows) <= 2 * _MOST:
            yield rows
        rows = []


def _is_drawing(line: str, *, begun: bool) -> bool:
    """A code begins and ends with a wide row; those between may be nearly empty."""
    line = line[: 4 * _MOST]
    fewest = 1 if begun else _FEWEST // 3
    return len(line.strip()) >= fewest and not _NOT_DRAWN.search(line)


def _cells(line: str) -> tuple[list[int], list[int]]:
    for wide, narrow in _WIDE.items():
        line = line.replace(wide, narrow)
    pairs = [_CELLS.get(letter, (0, 0)) for letter in line[: 2 * _MOST] if letter != "\ufe0f"]
    return [upper for upper, _ in pairs], [lower for _, lower in pairs]


def _table_drawings(markup: str) -> Iterator[list[list[int]]]:
    rows: list[list[int]] = []
    for match in _ROW.finditer(markup):
        cells = list(_table_cells(match[1]))
        if rows and len(cells) != len(rows[0]):
            if len(rows) >= _FEWEST:
                yield rows
            rows = []
        if _FEWEST <= len(cells) <= _MOST:
            rows.append(cells)
    if len(rows) >= _FEWEST:
        yield rows


def _table_cells(row: str) -> Iterator[int]:
    for match in _CELL.finditer(row):
        span = _SPAN.search(match[1])
        for _ in range(min(int(span[1]), _MOST) if span else 1):
            yield _is_dark(match[1])


def _is_dark(attributes: str) -> int:
    colour = _COLOUR.search(attributes)
    if colour is None:
        return 0
    return int(_brightness(colour[1].lower()) < _DARK)


def _brightness(colour: str) -> float:
    if colour == "black":
        return 0
    if colour.startswith("#"):
        digits = colour[1:] if len(colour) > 4 else "".join(2 * one for one in colour[1:])  # noqa: PLR2004 - the short form
        numbers = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    else:
        numbers = [int(number) for number in re.findall(r"\d{1,3}", colour)]
    return sum(numbers) / len(numbers)
