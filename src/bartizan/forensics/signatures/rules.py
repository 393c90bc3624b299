"""Compiles folders of YARA rules and matches content against them, through YARA-X.

Every rule tells in its `meta` what it means: `description`, `severity` (low, medium, high,
critical) and `reference`, the idea behind it. Rules of others that lack them count as `medium`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yara_x

from bartizan.forensics.examination import Reading, Sign, Trait
from bartizan.forensics.file_types import FileType
from bartizan.forensics.signatures.errors import SignatureRuleError

SHIPPED = Path(__file__).parent / "shipped"
SEVERITIES = ("low", "medium", "high", "critical")
#: Bytes of one file that are matched, and the seconds that this may take.
REACH = 16_000_000
SECONDS = 5
MATCHES = 50

_ENDINGS = frozenset({".yar", ".yara"})
_LARGEST_FILE = 10_000_000
_UNSTATED = "medium"

SignatureReader = Callable[[bytes, FileType, Sequence[str]], Reading | None]


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that matched: its name, what it means, and how grave that is."""

    name: str
    severity: str
    description: str


class RuleSet:
    """Compiled rules; may be shared by threads and inherited by forked processes."""

    def __init__(self, rules: yara_x.Rules) -> None:
        self._rules = rules

    def __len__(self) -> int:
        return sum(1 for _ in self._rules)

    def matches(self, content: bytes) -> tuple[Match, ...]:
        """Return the rules that match; none where the time was not enough."""
        scanner = yara_x.Scanner(self._rules)
        scanner.set_timeout(SECONDS)
        try:
            found = scanner.scan(content[:REACH]).matching_rules
        except (yara_x.ScanError, yara_x.TimeoutError):
            return ()
        return tuple(_match(rule) for rule in found[:MATCHES])

    def match(self, content: bytes) -> tuple[str, ...]:
        """Return the names of the rules that match."""
        return tuple(match.name for match in self.matches(content))


def signature_reader(rules: RuleSet) -> SignatureReader:
    """Return a reader that notes the rules a file matches: severity, a space, the rule's name."""

    def read(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading | None:  # noqa: A002 - the shape of every reader
        del type, passwords
        found = rules.matches(content)
        if not found:
            return None
        signs = (Sign(Trait.SIGNATURE, f"{one.severity} {one.name}"[:300]) for one in found)
        return Reading(signs=tuple(signs))

    return read


def load_rules(*folders: Path) -> RuleSet:
    """Compile ours and those in `folders`.

    Raises:
        SignatureRuleError: a folder or a file cannot be read, or a rule cannot be compiled.
    """
    compiler = yara_x.Compiler(relaxed_re_syntax=True, includes_enabled=False)
    for folder in (SHIPPED, *folders):
        for path in rule_files(folder):
            # A name may be used again in another file, by others than us.
            compiler.new_namespace(str(path))
            _add(compiler, path)
    return RuleSet(compiler.build())


def rule_files(folder: Path) -> list[Path]:
    """Return the rule files in a folder and the folders in it, in the order of their names.

    Raises:
        SignatureRuleError: there is no such folder.
    """
    if not folder.is_dir():
        raise SignatureRuleError(f"There is no folder {folder} to read signature rules from.")
    return sorted(path for path in folder.rglob("*") if path.suffix in _ENDINGS and path.is_file())


def check_rules(folder: Path) -> tuple[int, list[str]]:
    """Compile each file of a folder by itself; return how many rules are good, and what is wrong.

    Raises:
        SignatureRuleError: there is no such folder.
    """
    good, wrong = 0, []
    for path in rule_files(folder):
        compiler = yara_x.Compiler(relaxed_re_syntax=True, includes_enabled=False)
        try:
            _add(compiler, path)
        except SignatureRuleError as error:
            wrong.append(error.detail)
        else:
            good += len(RuleSet(compiler.build()))
    return good, wrong


def _add(compiler: yara_x.Compiler, path: Path) -> None:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise SignatureRuleError(f"{path} is larger than 10 MB: split it.")
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SignatureRuleError(f"{path} cannot be read as UTF-8 text: {error}") from error
    try:
        compiler.add_source(source, origin=str(path))
    except yara_x.CompileError as error:
        raise SignatureRuleError(f"{path}, line {_line(compiler.errors())}: {error}") from error


def _line(errors: Iterable[object]) -> object:
    for error in errors:
        if isinstance(error, dict) and "line" in error:
            return error["line"]
    return 1


def _match(rule: yara_x.Rule) -> Match:
    meta = dict(rule.metadata)
    severity = str(meta.get("severity", _UNSTATED)).lower()
    return Match(
        name=rule.identifier,
        severity=severity if severity in SEVERITIES else _UNSTATED,
        description=str(meta.get("description", "")),
    )
