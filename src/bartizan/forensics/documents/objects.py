"""Objects embedded in documents: packaged files, and classes that exist to be exploited."""

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.ole import Compound
from bartizan.forensics.examination import Trait

_LONGEST_NAME = 260
#: Classes that a document needs for nothing but an exploit, by their identifiers.
EXPLOITED = {
    "0002ce02-0000-0000-c000-000000000046": "Equation Editor (CVE-2017-11882)",
    "00021700-0000-0000-c000-000000000046": "Equation Editor (CVE-2017-11882)",
    "00000300-0000-0000-c000-000000000046": "OLE2Link (CVE-2017-0199)",
    "06290bd3-48aa-11d2-8432-006008c3fbfc": "script moniker (CVE-2017-8570)",
    "79eac9e0-baf9-11ce-8c82-00aa004ba90b": "URL moniker (CVE-2017-0199)",
    "a08a033d-1a75-4ab6-a166-ead02f547959": "otkloadr (CVE-2015-1641)",
    "d27cdb6e-ae6d-11cf-96b8-444553540000": "Flash",
}
_NATIVE = "\x01ole10native"
_WHOLE = frozenset({"package", "contents", "embeddedodf"})


def embed_object(name: str, content: bytes, draft: Draft) -> None:
    """Note an OLE object and the file packaged in it."""
    compound = Compound(content)
    exploited = EXPLOITED.get(compound.class_id)
    if exploited:
        draft.sign(Trait.EXPLOIT, exploited)
    packed = False
    for path in compound.streams:
        packed |= _stream(path, compound, draft)
    if not packed:
        draft.sign(Trait.EMBEDDED_OBJECT, name)
        draft.embed(name, content)


def _stream(path: tuple[str, ...], compound: Compound, draft: Draft) -> bool:
    last = path[-1].lower()
    if last == _NATIVE:
        native = native_file(compound.read(path))
        if native is not None:
            draft.sign(Trait.EMBEDDED_OBJECT, native[0])
            draft.embed(*native)
        return native is not None
    if last == "equation native":
        draft.sign(Trait.EXPLOIT, EXPLOITED["0002ce02-0000-0000-c000-000000000046"])
    if last in _WHOLE:
        draft.sign(Trait.EMBEDDED_OBJECT, path[-1])
        draft.embed(path[-1], compound.read(path))
        return True
    return False


def native_file(stream: bytes) -> tuple[str, bytes] | None:
    """Return name and content of a packaged file (the stream Ole10Native); `None` if none."""
    if len(stream) < 16 or stream[4:6] != b"\x02\x00":  # noqa: PLR2004 - the shortest header
        return None
    label, position = _text(stream, 6)
    path, position = _text(stream, position)
    position += 4
    length = int.from_bytes(stream[position : position + 4], "little")
    position += 4 + min(length, _LONGEST_NAME * 2)
    size = int.from_bytes(stream[position : position + 4], "little")
    content = stream[position + 4 : position + 4 + size]
    name = (path or label).replace("/", "\\").rpartition("\\")[2] or "object"
    return (name[:_LONGEST_NAME], content) if content else None


def _text(stream: bytes, position: int) -> tuple[str, int]:
    end = stream.find(b"\x00", position, position + 4 * _LONGEST_NAME)
    if end < 0:
        return "", position
    return stream[position:end].decode("cp1252", "replace"), end + 1
