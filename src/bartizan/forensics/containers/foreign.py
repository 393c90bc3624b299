"""Opens what we do not read ourselves through libarchive: RAR, 7z, LHA, XAR, zstd and others.

The one adapter of that library. It is written in C and meets hostile input, so it runs only in
the confined process; where the machine lacks it, the file is evidence that was not read.
"""

from collections.abc import Iterator
from ctypes import c_char_p, c_void_p
from typing import Any

from bartizan.forensics.containers.budget import Budget, BudgetError
from bartizan.forensics.containers.entries import Entry, Found, link, name_defects
from bartizan.forensics.examination import Defect, Trouble

_MISSING = "Reading it needs libarchive, which is not installed (Debian: apt install libarchive13)."
#: Written out: `all` would also read formats that are made of text, such as mtree.
_FORMATS = ("7zip", "rar", "rar5", "lha", "cab", "xar", "cpio", "ar", "tar", "raw")
_FILTERS = ("zstd", "lz4", "lzip", "lzma", "xz", "gzip", "bzip2", "compress", "rpm")
_PIECE = 256 * 1024
_SECRETS = ("encrypt", "passphrase", "password", "crypto")


def is_available() -> bool:
    """Whether libarchive is on this machine."""
    return _library() is not None


def _library() -> Any:
    try:
        import libarchive.ffi  # noqa: PLC0415 - loading it costs a process that never needs it
    except (ImportError, OSError, TypeError, AttributeError):
        return None  # the binding, or the library that it binds
    return libarchive


def open_foreign(content: bytes, budget: Budget, passwords: tuple[str, ...]) -> Iterator[Found]:
    """Yield every file that libarchive finds."""
    library = _library()
    if library is None:
        yield Defect(Trouble.UNSUPPORTED, _MISSING)
        return
    budget.work(len(content))
    pointer = _reader(library.ffi, passwords)
    try:
        library.ffi.read_open_memory(pointer, _address(content), len(content))
        archive = library.read.ArchiveRead(pointer)
        for entry in archive:
            yield from _entry(entry, len(content), budget)
    except library.exception.ArchiveError as error:
        yield _trouble(error)
    finally:
        library.ffi.read_free(pointer)


def _reader(ffi: Any, passwords: tuple[str, ...]) -> Any:
    pointer = ffi.read_new()
    for name in _FORMATS:
        ffi.get_read_format_function(name)(pointer)
    for name in _FILTERS:
        ffi.get_read_filter_function(name)(pointer)
    for password in passwords:
        ffi.read_add_passphrase(pointer, password.encode())
    return pointer


def _address(content: bytes) -> c_void_p:
    pointer = c_char_p(content)
    return c_void_p.from_buffer(pointer)


def _entry(entry: Any, packed: int, budget: Budget) -> Iterator[Found]:
    name = entry.pathname or ""
    name = "" if name == "data" else name  # what the library calls the content of a bare stream
    if entry.isdir:
        yield from name_defects(name)
        return
    budget.entry()
    if entry.issym or entry.islnk:
        yield link(name, entry.linkpath or "")
        return
    content, defects = _read(entry, packed, budget)
    locked = any(defect.trouble is Trouble.LOCKED for defect in defects)
    yield Entry(name, None if locked else content, name_defects(name) + defects, locked)


def _read(entry: Any, packed: int, budget: Budget) -> tuple[bytes, tuple[Defect, ...]]:
    room, size = budget.room(packed), 0
    pieces: list[bytes] = []
    defects: tuple[Defect, ...] = ()
    try:
        for block in entry.get_blocks(_PIECE):
            budget.work(len(block))
            pieces.append(block)
            size += len(block)
            if size > room:
                defects = (budget.cut(packed),)
                break
    except BudgetError as error:
        defects = (error.defect,)
    except Exception as error:  # noqa: BLE001 - the binding raises its own and ctypes' errors
        defects = (_trouble(error),)
    budget.spend(min(size, room))
    return b"".join(pieces)[:room], defects


def _trouble(error: Exception) -> Defect:
    words = str(error).lower()
    if any(word in words for word in _SECRETS):
        sentence = "It is encrypted, and no password that was found opens it."
        return Defect(Trouble.LOCKED, sentence)
    if "unsupported" in words or "unrecognized archive format" in words:
        return Defect(Trouble.UNSUPPORTED, "It is packed in a way that libarchive does not read.")
    return Defect(Trouble.BROKEN, "Its data is damaged.")
