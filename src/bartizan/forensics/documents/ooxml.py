"""Office Open XML: what a document fetches, runs, carries and says.

Markup is read by linear patterns, never parsed as XML: entities and nesting cost nothing, and
what Office would repair is still seen.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.fields import judge_field
from bartizan.forensics.documents.objects import embed_object
from bartizan.forensics.documents.ole import OLE_HEAD, read_project
from bartizan.forensics.documents.package import Package
from bartizan.forensics.documents.pictures import PICTURE_BYTES, PICTURES, read_picture
from bartizan.forensics.documents.relations import judge_relations
from bartizan.forensics.examination import Reading, Trait
from bartizan.forensics.file_types import FileType

_TEXTS = re.compile(
    r"(?:word/(?:document|header|footer|footnotes|endnotes|comments)\d{0,4}\.xml|"
    r"xl/(?:sharedStrings|drawings/drawing\d{1,4})\.xml|ppt/(?:slides|notesSlides)/\w{1,20}\.xml)",
    re.IGNORECASE,
)
_MEDIA = re.compile(r"(?:word|xl|ppt)/media/", re.IGNORECASE)
_OBJECTS = re.compile(r"(?:word|xl|ppt)/(?:embeddings|activeX)/(?!_rels)", re.IGNORECASE)
_PARTS, _OBJECT_LIMIT = 200, 40
_TAG = re.compile(
    r"<(/?)(?:[\w.-]{1,20}:)?(t|instrText|p|si|fldChar|fldSimple)(?![\w.-])([^<>]{0,4000})>([^<]*)"
)
_INSTRUCTION = re.compile(r"\binstr\s{0,5}=\s{0,5}\"([^\"<>]{0,4000})\"|\binstr='([^'<>]{0,4000})'")
_DDE_LINK = re.compile(r"<(?:\w{1,20}:)?ddeLink\b([^<>]{0,2000})>")
_SHEET_DDE = re.compile(r"<f[^<>]{0,200}>([^<|]{0,100}\|[^<!]{0,1000}![^<]{0,100})</f>")
_AUTO_NAME = re.compile(
    r"<definedName\b[^<>]{0,500}\bname=\"(?:_xlnm\.)?auto_?(?:open|close)", re.IGNORECASE
)
_VERY_HIDDEN = re.compile(r"<sheet\b[^<>]{0,500}\bstate=\"(?:very)?hidden\"", re.IGNORECASE)


def read_ooxml(content: bytes, type: FileType, passwords: Sequence[str]) -> Reading:  # noqa: A002, ARG001 - the shape of every reader
    """Read a document of Word, Excel, PowerPoint or Visio."""
    draft = Draft()
    package = Package(content, draft)
    names = package.names
    for name in _first(names, lambda name: name.lower().endswith(".rels"), _PARTS):
        judge_relations(package.text(name, 1_000_000), draft)
    _macros(package, draft)
    _excel(package, draft)
    for name in _first(names, _TEXTS.fullmatch, _PARTS):
        read_markup(package.text(name), draft)
    _inner(package, draft)
    return draft.reading()


def _first(names: Sequence[str], wanted: Callable[[str], object], count: int) -> Iterator[str]:
    found = (name for name in names if wanted(name))
    for name, _ in zip(found, range(count), strict=False):
        yield name


def _macros(package: Package, draft: Draft) -> None:
    for name in package.names:
        lowered = name.lower()
        if lowered.endswith(".bin") and ("vbaproject" in lowered or "/vba" in lowered):
            read_project(package.read(name), draft)


def _excel(package: Package, draft: Draft) -> None:
    names = [name for name in package.names if name.lower().startswith("xl/")]
    sheets = [name for name in names if "/macrosheets/" in name.lower()]
    if sheets or "macrosheet+xml" in package.text("[Content_Types].xml", 1_000_000):
        draft.sign(Trait.XLM, ", ".join(sheets[:3]) or "a sheet of macros")
        workbook = package.text("xl/workbook.xml", 2_000_000)
        if _AUTO_NAME.search(workbook):
            draft.sign(Trait.MACRO_AUTO, "Auto_Open")
        if _VERY_HIDDEN.search(workbook):
            draft.sign(Trait.OBFUSCATED, "a hidden sheet")
    for name in _first(names, lambda name: "/externallinks/" in name.lower(), 50):
        for match in _DDE_LINK.finditer(package.text(name, 200_000)):
            draft.sign(Trait.DDE, unescape(match[1]))
    for name in _first(names, lambda name: "/worksheets/sheet" in name.lower(), 20):
        for match in _SHEET_DDE.finditer(package.text(name, 2_000_000)):
            draft.sign(Trait.DDE, unescape(match[1]))


def read_markup(markup: str, draft: Draft) -> None:
    """Note the text and the fields of one part."""
    words: list[str] = []
    field: list[str] = []
    depth = 0
    for match in _TAG.finditer(markup):
        closing, tag, attributes, text = match.groups()
        if tag == "fldChar":
            depth = _field_edge(attributes, depth, field, draft)
        elif tag == "fldSimple" and not closing:
            _simple_field(attributes, draft)
        elif tag == "instrText" and not closing:
            field.append(unescape(text))
        elif tag == "t" and not closing:
            words.append(unescape(text))
        elif closing and tag in ("p", "si"):
            words.append("\n")
    judge_field("".join(field), draft)
    draft.say("".join(words).strip())


def _field_edge(attributes: str, depth: int, field: list[str], draft: Draft) -> int:
    """Fields nest; what the outermost says is judged as a whole when it ends."""
    if "begin" in attributes:
        return depth + 1
    if "end" not in attributes:
        return depth
    if depth <= 1:
        judge_field("".join(field), draft)
        field.clear()
    return max(depth - 1, 0)


def _simple_field(attributes: str, draft: Draft) -> None:
    match = _INSTRUCTION.search(attributes)
    if match:
        judge_field(unescape(match[1] or match[2] or ""), draft)


def _inner(package: Package, draft: Draft) -> None:
    """What lies inside: objects to be opened, and pictures, which may hold codes."""
    for name in _first(package.names, _OBJECTS.match, _OBJECT_LIMIT):
        if not name.lower().endswith((".xml", ".rels", ".vml")):
            _object(name, package.read(name), draft)
    for name in _first(package.names, lambda name: "afchunk" in name.lower(), 10):
        draft.sign(Trait.EMBEDDED_OBJECT, f"a document taken in whole: {name}")
        draft.embed(name.rpartition("/")[2], package.read(name))
    for name in _first(package.names, _MEDIA.match, PICTURES):
        read_picture(package.read(name, PICTURE_BYTES), draft)


def _object(name: str, content: bytes, draft: Draft) -> None:
    short = name.rpartition("/")[2]
    if content.startswith(OLE_HEAD):
        embed_object(short, content, draft)
    elif content:
        draft.sign(Trait.EMBEDDED_OBJECT, short)
        draft.embed(short, content)
