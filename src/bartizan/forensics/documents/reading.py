"""The door: finds the reader for a type, and keeps its promise never to raise."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import import_module

from bartizan.forensics.documents.drafting import URLS
from bartizan.forensics.examination import Defect, Reading, Trouble
from bartizan.forensics.file_types import FileType
from bartizan.forensics.urls import find_urls

#: What the readers load when they need it; a process that forks for each file loads it before.
LIBRARIES = (
    *("olefile", "msoffcrypto", "pypdfium2.raw", "zxingcpp", "encodings.cp1252"),
    *("PIL.Image", "PIL.ImageOps", "PIL.ImageSequence"),
    *(
        f"PIL.{kind}ImagePlugin"
        for kind in ("Png", "Jpeg", "Gif", "Bmp", "Tiff", "WebP", "Ico", "Ppm")
    ),
)

Reader = Callable[[bytes, FileType, Sequence[str]], Reading | None]

_HERE = "bartizan.forensics.documents"
#: Module and function that read each type; modules are imported when they are needed.
_READERS: Mapping[str, tuple[str, str]] = {
    name: (module, function)
    for names, module, function in (
        ("docx xlsx pptx vsdx xlsb ooxml-macro", f"{_HERE}.ooxml", "read_ooxml"),
        (
            "doc xls ppt ole ole-macro ooxml-encrypted vsd",
            f"{_HERE}.office_binary",
            "read_office_binary",
        ),
        ("opendocument", f"{_HERE}.open_document", "read_open_document"),
        ("rtf", f"{_HERE}.rtf", "read_rtf"),
        ("pdf", f"{_HERE}.pdf", "read_pdf"),
        ("lnk", f"{_HERE}.lnk", "read_lnk"),
        ("url desktop", f"{_HERE}.shortcuts", "read_shortcut"),
        ("shebang-script php wsf hta batch", f"{_HERE}.scripts", "read_script"),
        ("text", f"{_HERE}.scripts", "read_text"),
        ("icalendar", f"{_HERE}.calendars", "read_calendar"),
        ("svg", f"{_HERE}.markup", "read_svg"),
        ("html", f"{_HERE}.markup", "read_html_file"),
        ("png jpeg gif bmp tiff webp ico", "bartizan.forensics.codes", "read_image"),
    )
    for name in names.split()
}


#: Types whose text is what a person reads, so that an address in it can be followed.
_SHOWN = frozenset("docx xlsx pptx ooxml-macro rtf pdf opendocument".split())


def load_everything() -> None:
    """Import every reader and what it needs: what a fork would import is lost with the fork."""
    for name in (*LIBRARIES, *(module for module, _ in _READERS.values())):
        with suppress(ImportError):
            import_module(name)


def can_read(type: FileType) -> bool:  # noqa: A002 - the shape of every reader
    """Whether there is a reader for files of a type."""
    return type.name in _READERS


def read_document(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading | None:  # noqa: A002 - see can_read
    """Read one file of a type; `None` where nobody reads that type, or nothing was found.

    `passwords` are tried on what is encrypted, in their order.
    """
    place = _READERS.get(type.name)
    if place is None:
        return None
    reader: Reader = getattr(import_module(place[0]), place[1])
    try:
        return _with_written(reader(content, type, passwords), type.name)
    except Exception as error:  # noqa: BLE001 - readers meet every byte an attacker can send
        sentence = f"The reader of {type.name} could not go on ({error.__class__.__name__})."
        return Reading(defects=(Defect(Trouble.BROKEN, sentence),))


def _with_written(reading: Reading | None, kind: str) -> Reading | None:
    """Add the addresses that stand in the text: viewers make links of them."""
    if reading is None or kind not in _SHOWN:
        return reading
    urls = tuple(dict.fromkeys((*reading.urls, *find_urls(reading.text))))[:URLS]
    return replace(reading, urls=urls)
