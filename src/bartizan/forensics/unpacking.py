"""Takes one attachment apart, with all that is inside it, however deep it lies.

Iterative and within one budget for everything: no archive costs more than an archive may. The
files come in preorder, so that a report reads like a listing. `readers` say what a file of a
type does and says (`forensics.documents`, `forensics.codes`, signatures); they are given, not
known, because they need libraries that only the confined process loads.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from bartizan.forensics.charsets import read_text
from bartizan.forensics.containers import OPENERS, Budget, Entry, Limits, open_container
from bartizan.forensics.containers.budget import BudgetError
from bartizan.forensics.containers.entries import tidy_name
from bartizan.forensics.containers.zip_directory import ends_as_zip, read_comment
from bartizan.forensics.examination import (
    TEXT_LIMIT,
    Defect,
    Examination,
    ExaminedFile,
    Reading,
    Sign,
    Trait,
    Trouble,
)
from bartizan.forensics.file_signatures import TYPES
from bartizan.forensics.file_types import Family, FileType, find_type
from bartizan.forensics.passwords import find_passwords

Reader = Callable[[bytes, FileType, tuple[str, ...]], Reading | None]

#: Signs, defects, URLs and codes kept of one file, and characters of each URL or code.
_FACTS, _LONGEST_FACT = 200, 4_000
_DEFECTS = 20
_PACKED = dict.fromkeys((".gz", ".bz2", ".xz", ".zst", ".lz", ".lz4"), "")
_PACKED |= dict.fromkeys((".tgz", ".tbz", ".tbz2", ".txz"), ".tar") | {".svgz": ".svg"}
_WIDE = (b"\xff\xfe", b"\xfe\xff")
#: Passwords tried, and the length of a text in an archive that may hold one.
_PASSWORDS, _SHORT_TEXT = 40, 4_000
_CLOSED = frozenset({Family.ARCHIVE, Family.DISK_IMAGE})
#: What is shown as it is, and has no reason to end as an archive.
_SHOWN = frozenset({Family.IMAGE, Family.AUDIO, Family.VIDEO, Family.MARKUP, Family.TEXT})
_PAGES = frozenset({"html", "svg"})
_READ_AS_TEXT = frozenset({Family.TEXT, Family.SCRIPT, Family.SHORTCUT})
#: Documents that are ZIP files: their own parts are their reader's affair, stowaways are ours.
_PARTED = frozenset("docx xlsx xlsb pptx vsdx ooxml-macro opendocument epub".split())
_PARTS = frozenset(
    "xml text unknown empty html svg ole ole-macro opentype truetype wmf emf".split()
) | {kind.name for kind in TYPES.values() if kind.family is Family.IMAGE}


def examine(
    content: bytes,
    name: str,
    *,
    passwords: tuple[str, ...] = (),
    limits: Limits | None = None,
    readers: Iterable[Reader] = (),
) -> Examination:
    """Return what an attachment is and holds. Never raises, whatever the bytes are."""
    return _Unpacking(limits or Limits(), passwords, tuple(readers)).run(content, name)


@dataclass(slots=True)
class _File:
    """One file while it is looked at: its defects grow as what it holds is read."""

    path: tuple[str, ...]
    kind: FileType
    content: bytes
    size: int
    sha256: str
    defects: list[Defect]
    signs: list[Sign] = field(default_factory=list)
    password: str | None = None
    reading: Reading = field(default_factory=Reading)
    within: set[str] = field(default_factory=set)

    @property
    def is_read(self) -> bool:
        """Whether its content could be had."""
        return bool(self.sha256)

    def note(self, defect: Defect) -> None:
        if len(self.defects) < _DEFECTS and defect not in self.defects:
            self.defects.append(defect)
        if defect.trouble is Trouble.LOCKED:
            self.lock(Entry("", None))

    def lock(self, entry: Entry) -> None:
        """Learn that an entry in it is encrypted."""
        if not any(sign.trait is Trait.ENCRYPTED for sign in self.signs):
            self.signs.append(Sign(Trait.ENCRYPTED, tidy_name(entry.name)[:300]))
        self.password = self.password or entry.password

    def has_seen(self, digest: str) -> bool:
        """Whether a file in it was seen already: readers and openers find the same ones."""
        if not digest or self.kind.name not in _PARTED:
            return False
        seen = digest in self.within
        self.within.add(digest)
        return seen


class _Unpacking:
    """The walk: a stack of files that are being read, each with the rest of what it holds."""

    def __init__(
        self, limits: Limits, passwords: tuple[str, ...], readers: tuple[Reader, ...]
    ) -> None:
        self._budget = Budget(limits)
        self._limits = limits
        self._passwords = passwords
        self._readers = readers
        self._files: list[_File] = []
        self._characters = limits.characters
        self._opened: set[str] = set()

    def run(self, content: bytes, name: str) -> Examination:
        outermost = Entry(name, content)
        stack: list[tuple[_File | None, Iterator[Entry | Defect]]] = [(None, iter((outermost,)))]
        while stack:
            parent, rest = stack[-1]
            found = next(rest, None)
            if found is None:
                stack.pop()
            elif isinstance(found, Defect):
                if parent is not None:
                    parent.note(found)
            else:
                file = self._look(parent, found)
                if file is not None:
                    stack.append((file, self._inside(file, depth=len(stack))))
        return Examination(tuple(_finished(file) for file in self._files))

    def _look(self, parent: _File | None, entry: Entry) -> _File | None:
        """Look at one entry; `None` if there is nothing to say about it."""
        content = entry.content or b""
        kind = find_type(content)
        if parent is not None:
            if entry.encrypted:
                parent.lock(entry)
            if kind.name in _PARTS and parent.kind.name in _PARTED and not entry.extracted:
                for defect in entry.defects:
                    parent.note(defect)
                return None
        digest = hashlib.sha256(content).hexdigest() if entry.content is not None else ""
        if parent is not None and parent.has_seen(digest):
            return None
        file = _File(
            path=(*(parent.path if parent else ()), tidy_name(entry.name) or _inner_name(parent)),
            kind=kind,
            content=content,
            size=len(content),
            sha256=digest,
            defects=list(entry.defects[:_DEFECTS]),
            signs=[Sign(Trait.ENCRYPTED)] if entry.encrypted else [],
            password=entry.password,
        )
        self._files.append(file)
        if file.is_read:
            self._read(file)
        return file

    def _read(self, file: _File) -> None:
        """Let every reader read a file; one that fails is a defect."""
        for reader in (read_plainly, *self._readers):
            try:
                self._budget.work(len(file.content) // 4)
                reading = reader(file.content, file.kind, self._passwords)
            except BudgetError as error:
                file.note(error.defect)
                return
            except MemoryError:
                file.note(Defect(Trouble.KILLED, "Reading it takes more memory than is given."))
            except Exception as error:  # noqa: BLE001 - readers meet every byte there is
                sentence = f"It could not be read ({type(error).__name__})."
                file.note(Defect(Trouble.BROKEN, sentence))
            else:
                if reading is not None:
                    file.reading = _merged(file.reading, reading)
        if len(file.path) > 1 and file.kind.name == "text" and file.size < _SHORT_TEXT:
            self._learn(file.reading.text)
        file.reading = replace(
            file.reading, text=self._kept(file.reading.text), html=self._kept(file.reading.html)
        )

    def _inside(self, file: _File, depth: int) -> Iterator[Entry | Defect]:
        """Yield what a file holds: what its readers found in it, then what its opener finds."""
        embedded, file.reading = file.reading.embedded, replace(file.reading, embedded=())
        content, file.content = file.content, b""
        if not file.is_read or file.sha256 in self._opened:
            return
        if depth > self._limits.depth:
            if embedded or file.kind.name in OPENERS:
                yield Defect(Trouble.TOO_DEEP, "It lies too deep to be opened.")
            return
        self._opened.add(file.sha256)
        yield from self._embedded(embedded)
        kind = _opened_as(file.kind, content)
        if kind is TYPES["zip"]:
            self._learn(read_comment(content))
            if file.kind.family in _SHOWN:
                yield Defect(Trouble.AMBIGUOUS, f"Behind a {file.kind.name} lies an archive.")
        yield from open_container(content, kind, self._budget, self._passwords)

    def _learn(self, text: str) -> None:
        """Take up passwords that stand in an archive, for what lies deeper."""
        found = dict.fromkeys((*self._passwords, *find_passwords(text)))
        self._passwords = tuple(found)[:_PASSWORDS]

    def _embedded(self, embedded: tuple[tuple[str, bytes], ...]) -> Iterator[Entry | Defect]:
        for name, content in embedded:
            try:
                self._budget.entry()
                room = self._budget.room(len(content))
            except BudgetError as error:
                yield error.defect
                return
            self._budget.spend(min(room, len(content)))
            yield Entry(name, content[:room], extracted=True)

    def _kept(self, text: str) -> str:
        kept = text[: min(TEXT_LIMIT, self._characters)]
        self._characters -= len(kept)
        return _sound(kept)


def read_plainly(content: bytes, kind: FileType, passwords: tuple[str, ...]) -> Reading | None:
    """Read pages and plain text, which need no library."""
    del passwords
    if kind.name not in _PAGES and kind.family not in _READ_AS_TEXT:
        return None
    label = "utf-16" if content.startswith(_WIDE) else None
    text = read_text(content[: 2 * TEXT_LIMIT], label).text[:TEXT_LIMIT]
    return Reading(html=text) if kind.name in _PAGES else Reading(text=text)


def _opened_as(kind: FileType, content: bytes) -> FileType:
    """Return the type that a program which unpacks files sees."""
    if kind.name not in OPENERS and kind.family not in _CLOSED and ends_as_zip(content):
        return TYPES["zip"]
    return kind


def _merged(one: Reading, other: Reading) -> Reading:
    """Put together what two readers made of one file."""
    return Reading(
        signs=one.signs + other.signs,
        defects=one.defects + other.defects,
        text=f"{one.text}\n{other.text}" if one.text and other.text else one.text or other.text,
        html=one.html or other.html,
        urls=one.urls + other.urls,
        codes=one.codes + other.codes,
        embedded=one.embedded + other.embedded,
        password=one.password or other.password,
    )


def _finished(file: _File) -> ExaminedFile:
    reading = file.reading
    signs = (*file.signs, *(sign for sign in reading.signs if sign not in file.signs))
    return ExaminedFile(
        path=file.path,
        type=file.kind.name if file.is_read else "unknown",
        family=file.kind.family if file.is_read else Family.UNKNOWN,
        size=file.size,
        sha256=file.sha256,
        signs=tuple(replace(sign, detail=_sound(sign.detail[:300])) for sign in signs[:_FACTS]),
        defects=(*file.defects, *reading.defects)[: 2 * _DEFECTS],
        text=reading.text,
        html=reading.html,
        urls=_short(reading.urls),
        codes=_short(reading.codes),
        password=file.password or reading.password,
    )


def _short(facts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_sound(fact[:_LONGEST_FACT]) for fact in facts[:_FACTS]))


def _sound(text: str) -> str:
    """Return text that can be sent on: a lone surrogate is no character."""
    return text.encode("utf-8", "replace").decode()


def _inner_name(container: _File | None) -> str:
    """Return what a nameless file in a container is called: by the name of the container."""
    if container is None:
        return "unnamed"
    name = container.path[-1]
    ending = next((one for one in _PACKED if name.lower().endswith(one)), None)
    if ending is None:
        return "unnamed"
    return name[: -len(ending)] + _PACKED[ending]
