"""A resolver over a zone written down in a file: for tests, replays and the command line.

The format is the one that the SPF conformance suite calls `zonedata`: a mapping from names to
lists of one-item mappings `TYPE: value`. TXT takes a string or a list of strings to be joined, MX
takes `[preference, host]`. The bare words `TIMEOUT` and `SERVFAIL` stand for what happens when a
type is asked for that the name does not list. `SPF: ...` counts as TXT unless the name lists TXT
itself; `TXT: NONE` lists none. A name mapped to a plain string has that one TXT record, which is
the form of the ARC suite's `txt-records`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from typing_extensions import override

from bartizan.base.errors import InvalidError
from bartizan.mail.authentication.dns.questions import Answer, Outcome, Question, RecordType
from bartizan.mail.authentication.dns.resolver import Resolver
from bartizan.mail.authentication.domains import normalised, parents

_FAILURES = {"TIMEOUT": Outcome.TIMEOUT, "SERVFAIL": Outcome.FAILURE}
_TYPES = {*RecordType, "SPF", "CNAME"}
#: RFC 1034 wants loops of aliases found out; nobody has chains this long.
MOST_ALIASES = 8


class ZoneError(InvalidError):
    """The zone file is not of the form that the sentence describes."""

    code = "zone-file"
    title = "The zone file cannot be read"


class _Node:
    """What one name has: records by type, and what asking for anything else does."""

    def __init__(self) -> None:
        self.records: dict[str, list[str]] = defaultdict(list)
        self.otherwise = Outcome.NO_DATA

    def find(self, type_: str) -> list[str] | None:
        """Return the records of `type_`, `None` where the name does not list that type."""
        if type_ == RecordType.TXT and type_ not in self.records:
            return self.records.get("SPF")
        return self.records.get(type_)


class ZoneResolver(Resolver):
    """Answers from a zone in memory; what it does not hold does not exist."""

    def __init__(self, zone: Mapping[str, Any]) -> None:
        """Read `zone` in the format of this module.

        Raises:
            ZoneError: an entry is not of that format.
        """
        self._nodes = {normalised(str(name)): _node(name, entry) for name, entry in zone.items()}
        self._above = {above for name in self._nodes for above in parents(name)}

    @classmethod
    def from_file(cls, path: Path) -> "ZoneResolver":
        """Read a YAML file: a zone, or a mapping with one under `zonedata` or `txt-records`.

        Raises:
            ZoneError: the file is not YAML or holds something else.
        """
        import yaml  # noqa: PLC0415 - takes 20 ms that whoever reads no zone need not wait

        try:
            document = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise ZoneError(f"{path} is not YAML: {error}.") from error
        for key in ("zonedata", "txt-records"):
            if isinstance(document, dict):
                document = document.get(key, document)
        if not isinstance(document, dict):
            raise ZoneError(f"{path} must map names to lists of records.")
        return cls(document)

    @override
    async def lookup(self, question: Question) -> Answer:
        """Return the zone's answer, following aliases."""
        name = question.name
        for _ in range(MOST_ALIASES):
            node = self._nodes.get(name)
            if node is None:
                return Answer(Outcome.NO_DATA if name in self._above else Outcome.NO_NAME)
            records = node.find(question.type)
            alias = node.find("CNAME")
            if records is not None or not alias:
                return _answer(node, records)
            name = normalised(alias[0])
        return Answer(Outcome.FAILURE)


def _answer(node: _Node, records: list[str] | None) -> Answer:
    if records:
        return Answer(Outcome.FOUND, tuple(records))
    return Answer(node.otherwise)


def _node(name: object, entry: object) -> _Node:
    node = _Node()
    exchangers: list[tuple[int, str]] = []
    for item in _items(name, entry):
        if isinstance(item, str):
            node.otherwise = _FAILURES[item]
            continue
        ((type_, value),) = item.items()
        if type_ == RecordType.MX:
            exchangers.append((int(value[0]), str(value[1]).removesuffix(".")))
        elif value != "NONE":
            node.records[type_].append(_text(type_, value))
        else:
            node.records[type_].clear()
    if exchangers:
        node.records[RecordType.MX] = [host for _, host in sorted(exchangers, key=_preference)]
    return node


def _preference(exchanger: tuple[int, str]) -> int:
    return exchanger[0]


def _items(name: object, entry: object) -> Iterable[str | dict[str, Any]]:
    if isinstance(entry, str) and entry not in _FAILURES:
        return [{"TXT": entry}]
    items: list[Any] = entry if isinstance(entry, list) else [entry]
    for item in items:
        if not _is_entry(item):
            raise ZoneError(
                f"The zone's entry for {name} must be a list of `TYPE: value` with a type among "
                f"{', '.join(sorted(_TYPES))}, or the word TIMEOUT or SERVFAIL."
            )
    return items


def _is_entry(item: object) -> bool:
    if not isinstance(item, dict):
        return item in _FAILURES if isinstance(item, str) else False
    if len(item) != 1 or not item.keys() <= _TYPES:
        return False
    match item:
        case {"MX": [int(), _]}:
            return True
        case _:
            return "MX" not in item


def _text(type_: str, value: object) -> str:
    if isinstance(value, list):
        return "".join(str(piece) for piece in value)
    return str(value) if type_ in {"TXT", "SPF"} else str(value).removesuffix(".")
