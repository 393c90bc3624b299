"""Makes documents of every kind, harmless in content and hostile in form."""

import io
import itertools
import struct
import zipfile

import pytest

from bartizan.forensics.documents import read_document
from bartizan.forensics.file_types import find_type

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


class Samples:
    """Writers of the smallest files that show a thing."""

    @staticmethod
    def package(parts: dict[str, bytes | str]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return out.getvalue()

    @classmethod
    def docx(cls, body: str = "", relations: str = "", **parts: bytes | str) -> bytes:
        return cls.package(
            {
                "[Content_Types].xml": f'<Types xmlns="{TYPES}"/>',
                "word/document.xml": f"<w:document><w:body>{body}</w:body></w:document>",
                "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
                **{name.replace("__", "/"): content for name, content in parts.items()},
            }
        )

    @staticmethod
    def relation(kind: str, target: str) -> str:
        return (
            f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}" '
            'TargetMode="External"/>'
        )

    @staticmethod
    def vba(source: str) -> bytes:
        """A stream of a module: some bytes of its own, then its source, compressed."""
        text = ('Attribute VB_Name = "M"\r\n' + source).encode("latin-1")
        out = bytearray(b"\x01")
        for start in range(0, len(text), 4096):
            raw = text[start : start + 4096]
            packed = b"".join(b"\x00" + raw[at : at + 8] for at in range(0, len(raw), 8))
            if len(packed) > 4096:
                packed, flag = raw.ljust(4096, b"\x00"), 0x3000
            else:
                flag = 0xB000
            out += struct.pack("<H", flag | (len(packed) + 2 - 3)) + packed
        return b"\x00" * 40 + bytes(out)

    @classmethod
    def project(cls, source: str) -> bytes:
        return cls.ole({"VBA/_VBA_PROJECT": b"\xcc\x61" + b"\x00" * 30, "VBA/M": cls.vba(source)})

    @staticmethod
    def ole(streams: dict[str, bytes], class_id: bytes = bytes(16)) -> bytes:
        return compound(streams, class_id)

    @staticmethod
    def native(name: str, content: bytes) -> bytes:
        """The stream Ole10Native of a packaged file."""
        label, path = name.encode() + b"\0", b"C:\\tmp\\" + name.encode() + b"\0"
        body = b"\x02\x00" + label + path + b"\x00\x00\x03\x00"
        body += struct.pack("<I", len(path)) + path + struct.pack("<I", len(content)) + content
        return struct.pack("<I", len(body)) + body

    @staticmethod
    def pdf(*objects: str, trailer: str = "") -> bytes:
        """Objects numbered from 1; the first is the catalogue."""
        out = io.BytesIO()
        out.write(b"%PDF-1.7\n")
        places = []
        for number, body in enumerate(objects, 1):
            places.append(out.tell())
            out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
        start = out.tell()
        out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
        for place in places:
            out.write(f"{place:010} 00000 n \n".encode())
        size = len(places) + 1
        out.write(
            f"trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()
        )
        return out.getvalue()

    @classmethod
    def page(cls, annotation: str = "", *, catalogue: str = "", words: str = "Hello") -> bytes:
        """A document of one page with some words and maybe an annotation."""
        drawn = f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET"
        return cls.pdf(
            f"<</Type/Catalog/Pages 2 0 R{catalogue}>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
            f"/Resources<</Font<</F1 5 0 R>>>>/Annots[{annotation}]>>",
            f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        )

    @staticmethod
    def lnk(path: str, arguments: str, icon: str = "", *, trailing: bytes = b"") -> bytes:
        flags = 0x08 | 0x20 | 0x80 | (0x40 if icon else 0)
        head = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46" + struct.pack("<I", flags)
        out = head.ljust(76, b"\0")
        for text in (path, arguments, *([icon] if icon else [])):
            out += struct.pack("<H", len(text)) + text.encode("utf-16-le")
        return out + b"\0\0\0\0" + trailing

    @staticmethod
    def qr(content: str, scale: int = 4):
        import zxingcpp
        from PIL import Image

        code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode)
        return Image.fromarray(_array(code.to_image(scale=scale)))

    @classmethod
    def png(cls, content: str, scale: int = 4) -> bytes:
        out = io.BytesIO()
        cls.qr(content, scale).save(out, "PNG")
        return out.getvalue()


def _array(image):
    import numpy as np

    return np.array(image, copy=True)


def compound(streams: dict[str, bytes], class_id: bytes) -> bytes:
    """Write a compound file [MS-CFB] of version 3: whole sectors, one storage deep."""
    names, storages = _entries(streams)
    sectors, chains, places = bytearray(), [], {}
    for index, (_, kind, content) in enumerate(names):
        if kind == 2:
            padded = content.ljust(-(-len(content) // 512) * 512, b"\0")
            places[index] = (len(chains), len(content))
            first = len(chains)
            count = len(padded) // 512
            chains += [*range(first + 1, first + count), 0xFFFFFFFE]
            sectors += padded
    directory = _directory(names, storages, places, class_id)
    start = len(chains)
    count = len(directory) // 512
    chains += [*range(start + 1, start + count), 0xFFFFFFFE]
    sectors += directory
    tables = 1
    while (len(chains) + tables) > tables * 128:
        tables += 1
    fat_at = len(chains)
    chains += [0xFFFFFFFD] * tables
    fat = struct.pack(f"<{len(chains)}I", *chains).ljust(tables * 512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, start, 0, 4096,
                          0xFFFFFFFE, 0, 0xFFFFFFFE, 0)  # fmt: skip
    header += struct.pack(f"<{tables}I", *range(fat_at, fat_at + tables))
    return header.ljust(512, b"\xff") + bytes(sectors) + fat


def _entries(streams: dict[str, bytes]):
    names = [("Root Entry", 5, None)]
    storages: dict[str, list[int]] = {"": []}
    for path, content in streams.items():
        storage, _, name = path.rpartition("/")
        if storage not in storages:
            storages[storage] = []
            names.append((storage, 1, None))
            storages[""].append(len(names) - 1)
        names.append((name, 2, content.ljust(4096, b"\0")))
        storages[storage].append(len(names) - 1)
    return names, storages


def _directory(names, storages, places, class_id: bytes) -> bytes:
    out = bytearray()
    siblings = {
        before: after
        for children in storages.values()
        for before, after in itertools.pairwise(children)
    }
    for index, (name, kind, _) in enumerate(names):
        encoded = (name + "\0").encode("utf-16-le")
        own = storages["" if kind == 5 else name] if kind in (1, 5) else []
        child = own[0] if own else 0xFFFFFFFF
        place, size = places.get(index, (0xFFFFFFFE if kind == 5 else 0, 0))
        out += encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
        out += struct.pack("<III", 0xFFFFFFFF, siblings.get(index, 0xFFFFFFFF), child)
        out += (class_id if kind == 5 else bytes(16)) + bytes(4) + bytes(16)
        out += struct.pack("<IQ", place, size)
    return bytes(out).ljust(-(-len(out) // 512) * 512, b"\0")


@pytest.fixture
def make() -> type[Samples]:
    return Samples


@pytest.fixture
def read():
    """Read a file by what its bytes are, with some passwords."""

    def run(content: bytes, *passwords: str):
        return read_document(content, find_type(content), passwords)

    return run


@pytest.fixture
def traits():
    """The traits of a reading, in order, each once."""

    def run(reading) -> list[str]:
        return sorted({sign.trait.value for sign in reading.signs})

    return run
