"""What was found when a file was taken apart: the files inside it, what each can do, what it says.

Openers (`forensics.containers`) and readers (`forensics.documents`, `forensics.codes`) write these;
detectors read them. Everything here is plain data, so that it can cross from the process that
reads hostile files to the one that judges.
"""

from dataclasses import dataclass
from enum import StrEnum


class Trait(StrEnum):
    """Something a file is or can do that a defender wants to know."""

    ENCRYPTED = "encrypted"
    MACRO = "macro"
    MACRO_AUTO = "macro-runs-by-itself"
    MACRO_SUSPICIOUS = "macro-suspicious"
    XLM = "excel-4-macro"
    DDE = "dde"
    EXTERNAL_TEMPLATE = "external-template"
    EXTERNAL_LINK = "external-link"
    EMBEDDED_OBJECT = "embedded-object"
    EXPLOIT = "exploit"
    JAVASCRIPT = "javascript"
    LAUNCH = "launch"
    OPEN_ACTION = "open-action"
    FORM = "form"
    LINK = "link"
    AUTORUN = "autorun"
    COMMAND = "command"
    DOWNLOAD = "download"
    OBFUSCATED = "obfuscated"
    CODE = "bar-code"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Sign:
    """One trait of a file, with the words or names that show it (at most 300 characters)."""

    trait: Trait
    detail: str = ""


class Trouble(StrEnum):
    """Why a file could not be looked at to its end. Each is evidence, never an excuse."""

    TOO_DEEP = "too-deep"
    TOO_MANY = "too-many-entries"
    TOO_LARGE = "too-large"
    RATIO = "compression-ratio"
    OVERLAP = "overlapping-entries"
    TRAVERSAL = "path-traversal"
    LINK = "link-in-archive"
    BROKEN = "broken"
    AMBIGUOUS = "read-in-two-ways"
    UNSUPPORTED = "unsupported"
    LOCKED = "password-unknown"
    TIME = "out-of-time"
    KILLED = "reader-killed"


@dataclass(frozen=True, slots=True)
class Defect:
    """What kept a file from being read, in a sentence."""

    trouble: Trouble
    sentence: str


@dataclass(frozen=True, slots=True)
class ExaminedFile:
    """One file: the attachment itself (`path` of one name) or something inside it.

    `path` names the way to it, outermost first. `type` is the name of its true type
    (`file_types.FileType.name`), `family` that type's family. `text` is what it says, cut to
    `TEXT_LIMIT` characters; `urls` are raw, as they stand in the file; `codes` are the contents of
    bar codes and QR codes on it. `password` opened it, where one was needed and found.
    """

    path: tuple[str, ...]
    type: str
    family: str
    size: int
    sha256: str
    signs: tuple[Sign, ...] = ()
    defects: tuple[Defect, ...] = ()
    text: str = ""
    html: str = ""
    urls: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    password: str | None = None

    def has(self, trait: Trait) -> bool:
        """Whether the file shows a trait."""
        return any(sign.trait is trait for sign in self.signs)


#: Characters of text, and of HTML, kept of each file.
TEXT_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class Examination:
    """Everything found in one attachment: itself first, then what it holds, in preorder."""

    files: tuple[ExaminedFile, ...] = ()
    defects: tuple[Defect, ...] = ()

    @property
    def every_defect(self) -> tuple[Defect, ...]:
        """The defects of the whole, then those of each file."""
        return self.defects + tuple(one for file in self.files for one in file.defects)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of one file.

    `embedded` are files found inside (name, content) that are to be examined in turn; the other
    fields are those of `ExaminedFile`.
    """

    signs: tuple[Sign, ...] = ()
    defects: tuple[Defect, ...] = ()
    text: str = ""
    html: str = ""
    urls: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    embedded: tuple[tuple[str, bytes], ...] = ()
    password: str | None = None
