"""Content-Type and Content-Disposition values: type, parameters, RFC 2231 continuations.

RFC 2045, section 5; RFC 2183; RFC 2231. What real senders do wrong is read as clients read it:
missing semicolons, unquoted spaces, encoded words inside parameters, continuations out of order.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote_to_bytes

from bartizan.forensics.charsets import read_raw, read_text
from bartizan.forensics.comments import split_comments
from bartizan.forensics.encoded_words import decode_words

#: More parameters, and bytes, than any real field has; what follows is not read.
PARAMETER_LIMIT = 2_000
LENGTH_LIMIT = 128 * 1024

_KIND = re.compile(r"\s*([^\s/;]+)\s*(?:/\s*([^\s;]*))?")
_PARAMETER = re.compile(
    r"""([^=;\r\n]*+)                               # name
        (?:=\s*+(?:"([^"\\]*+(?:\\.[^"\\]*+)*+)"?+  # quoted value
        |([^;\r\n]*+(?:\r?\n[ \t]+=\?[^;\r\n]*+)*+) # bare value, over folds inside encoded words
        )|[;\r\n]|$)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_FOLD_BETWEEN_WORDS = re.compile(r"\?=[ \t]*\r?\n[ \t]*=\?")
# More digits than any real sender counts to are no number: what bears them comes first.
_NUMBER = re.compile(r"(?<!\d)\d{1,9}(?!\d)")


class ParameterDefect(StrEnum):
    """What can be wrong with parameters; the same words are MIME defect codes."""

    TOO_MANY = "too-many-parameters"
    REPEATED = "repeated-parameter"
    GAP = "parameter-gap"
    CONFLICT = "parameter-conflict"


@dataclass(frozen=True, slots=True)
class ContentType:
    """A parsed value: `kind` and `subtype` in lower case, decoded parameters by lower-case name."""

    kind: str
    subtype: str
    parameters: Mapping[str, str]
    languages: Mapping[str, str] = field(default_factory=dict)
    defects: tuple[ParameterDefect, ...] = ()

    @property
    def media_type(self) -> str:
        """`kind/subtype`, the form that the registries use."""
        return f"{self.kind}/{self.subtype}" if self.subtype else self.kind


def parse_content_type(value: bytes) -> ContentType | None:
    """Read a Content-Type or Content-Disposition value; `None` when it names no type."""
    text = split_comments(read_raw(value[:LENGTH_LIMIT])).text
    kind = _KIND.match(text)
    if kind is None:
        return None
    rest = text[kind.end() :]
    parameters = _Parameters()
    if len(value) > LENGTH_LIMIT:
        parameters.defects.append(ParameterDefect.TOO_MANY)
    if "=" in rest:
        parameters.read(rest)
    return ContentType(
        kind[1].lower(),
        (kind[2] or "").lower(),
        parameters.values,
        parameters.languages,
        tuple(dict.fromkeys(parameters.defects)),
    )


@dataclass(frozen=True, slots=True)
class _Segment:
    """One `name*number*=value` of a continued parameter."""

    number: int
    encoded: bool
    value: str


class _Parameters:
    """Collects parameters, then joins the continued ones."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.languages: dict[str, str] = {}
        self.defects: list[ParameterDefect] = []
        self._continued: dict[str, list[_Segment]] = {}

    def read(self, text: str) -> None:
        for count, (name, value) in enumerate(_raw_parameters(text)):
            if count >= PARAMETER_LIMIT:
                self.defects.append(ParameterDefect.TOO_MANY)
                break
            self._add(name, value)
        for name, segments in self._continued.items():
            self._join(name, segments)

    def _add(self, name: str, value: str) -> None:
        if "*" in name:
            base, _, mark = name.lstrip("*").partition("*")
            if base := base.strip():
                number = _NUMBER.search(mark)
                segment = _Segment(int(number[0]) if number else 0, name.endswith("*"), value)
                self._continued.setdefault(base, []).append(segment)
        elif name in self.values:
            self.defects.append(ParameterDefect.REPEATED)
        else:
            self.values[name] = decode_words(value) if "=?" in value else value

    def _join(self, name: str, segments: list[_Segment]) -> None:
        segments.sort(key=lambda segment: segment.number)
        if [segment.number for segment in segments] != list(range(len(segments))):
            self.defects.append(ParameterDefect.GAP)
        value, language = _joined(segments)
        if language:
            self.languages[name] = language
        if self.values.get(name, value) != value:
            self.defects.append(ParameterDefect.CONFLICT)
        self.values[name] = value


def _raw_parameters(text: str) -> Iterator[tuple[str, str]]:
    for match in _PARAMETER.finditer(text):
        name, quoted, bare = match.groups()
        name = name.strip().lower()
        value = _unquoted(quoted) if quoted is not None else _bare(bare)
        if name and value:
            yield name, value


def _unquoted(value: str) -> str:
    if "\n" in value or "\r" in value:
        value = _FOLD_BETWEEN_WORDS.sub("?==?", value).replace("\r", "").replace("\n", "")
    if "=?" in value:
        # Inside quotes a space between encoded words was meant: clients show it.
        value = " ".join(decode_words(piece) for piece in value.split(" "))
    return _ESCAPE.sub(r"\1", value) if "\\" in value else value


def _bare(value: str | None) -> str:
    return (value or "").strip()


def _joined(segments: list[_Segment]) -> tuple[str, str]:
    """Join the segments of one parameter; the first may carry `charset'language'`."""
    charset, language, first = _declared(segments[0])
    pieces, pending = [], bytearray()
    for index, segment in enumerate(segments):
        value = first if index == 0 else segment.value
        if segment.encoded or (index == 0 == segment.number and charset):
            pending += unquote_to_bytes(value if index == 0 else _repeated(value, charset))
            continue
        pieces += [read_text(bytes(pending), charset).text, value]
        pending.clear()
    pieces.append(read_text(bytes(pending), charset).text)
    return "".join(pieces), language


def _declared(segment: _Segment) -> tuple[str, str, str]:
    """Split `charset'language'text`; text without both quotes declares nothing."""
    charset, quote, rest = segment.value.partition("'")
    language, second, text = rest.partition("'")
    if not segment.encoded or not quote or not second:
        return "", "", segment.value
    return charset, language, text


def _repeated(value: str, charset: str) -> str:
    """Drop a charset that a sender repeated at the head of a later segment."""
    return value.removeprefix(f"{charset}'") if charset else value
