"""Makes the files that attackers send, so that no such file has to lie about in the tree."""

import bz2
import gzip
import hashlib
import hmac
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bartizan.forensics.containers.foreign import is_available

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SECTOR = 2048


def zip_of(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def nested_zip(depth: int, content: bytes = EICAR) -> bytes:
    for level in range(depth):
        content = zip_of({f"level-{level}.zip" if level else "eicar.com": content})
    return content


def overlapping_zip(files: int = 200, size: int = 5_000_000) -> bytes:
    """Many names for one run of zeros, after David Fifield's bomb."""
    whole = zip_of({"0": bytes(size)})
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    listed = whole[start:end] * files
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, files, files, len(listed), start, 0)
    return whole[:start] + listed + tail


def lying_zip() -> bytes:
    """The directory says readme.txt, the file's own header eicar.com."""
    whole = zip_of({"readme.txt": EICAR})
    return whole.replace(b"readme.txt", b"eicar1.com", 1)


def unlisted_zip() -> bytes:
    """The EICAR file has a header but is not in the directory."""
    hidden = zip_of({"eicar.com": EICAR})
    return hidden[: hidden.index(b"PK\x01\x02")] + zip_of({"readme.txt": b"nothing here"})


def locked_zip(content: bytes, password: str, name: str = "eicar.com") -> bytes:
    """A ZIP with PKWARE's old encryption."""
    crc = zlib.crc32(content)
    plain = bytes(11) + bytes((crc >> 24,)) + content
    return _one_member(name, _old_cipher(plain, password.encode()), len(content), crc, flags=1)


def aes_zip(content: bytes, password: str, name: str = "eicar.com") -> bytes:
    """A ZIP with WinZip's AES-256 (AE-2)."""
    salt = b"0123456789abcdef"
    keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 66)
    machine = Cipher(algorithms.AES(keys[:32]), modes.ECB()).encryptor()  # noqa: S305 - as WinZip
    stream = b"".join(
        machine.update(number.to_bytes(16, "little")) for number in range(1, len(content) // 16 + 2)
    )
    body = bytes(a ^ b for a, b in zip(content, stream, strict=False))
    seal = hmac.digest(keys[32:64], body, "sha1")[:10]
    extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, 0)
    data = salt + keys[64:] + body + seal
    return _one_member(name, data, len(content), 0, flags=1, method=99, extra=extra)


def _one_member(
    name: str, data: bytes, size: int, crc: int, *, flags: int, method: int = 0, extra: bytes = b""
) -> bytes:
    raw = name.encode()
    told = (flags, method, 0, 0, crc, len(data), size, len(raw), len(extra))
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, *told) + raw + extra + data
    central = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, *told, 0, 0, 0, 0, 0)
    central += raw + extra
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def _old_cipher(plain: bytes, password: bytes) -> bytes:
    table = [0] * 256
    for index in range(256):
        value = index
        for _ in range(8):
            value = (value >> 1) ^ (0xEDB88320 if value & 1 else 0)
        table[index] = value
    keys = [0x12345678, 0x23456789, 0x34567890]

    def turn(byte: int) -> None:
        keys[0] = (keys[0] >> 8) ^ table[(keys[0] ^ byte) & 255]
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = (keys[2] >> 8) ^ table[(keys[2] ^ (keys[1] >> 24)) & 255]

    for byte in password:
        turn(byte)
    out = bytearray()
    for byte in plain:
        mask = keys[2] | 2
        out.append(byte ^ (((mask * (mask ^ 1)) >> 8) & 255))
        turn(byte)
    return bytes(out)


def tar_of(files: dict[str, bytes], links: Iterable[tuple[str, str]] = ()) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, content in files.items():
            told = tarfile.TarInfo(name)
            told.size = len(content)
            archive.addfile(told, io.BytesIO(content))
        for name, target in links:
            told = tarfile.TarInfo(name)
            told.type, told.linkname = tarfile.SYMTYPE, target
            archive.addfile(told)
    return out.getvalue()


def iso_of(files: dict[str, bytes], joliet: dict[str, bytes] | None = None) -> bytes:
    """An ISO 9660 image; `joliet` is what the second tree shows instead."""
    data, place = b"", {}
    for name, content in [*files.items(), *(joliet or {}).items()]:
        place[name] = 22 + len(data) // SECTOR
        data += content + bytes(-len(content) % SECTOR)
    plain = _iso_folder(files, place, 20, wide=False)
    wide = _iso_folder(joliet or files, place, 21, wide=True)
    volumes = _iso_volume(1, b"", 20, len(plain)) + _iso_volume(2, b"%/E", 21, len(wide))
    image = bytes(16 * SECTOR) + volumes + _padded(b"\xffCD001\1") + _padded(b"")
    return image + _padded(plain) + _padded(wide) + data


def _iso_volume(kind: int, escapes: bytes, sector: int, size: int) -> bytes:
    head = bytes((kind,)) + b"CD001\1" + bytes(81) + escapes.ljust(68, b"\0")
    return _padded(head + _iso_record(b"\0", sector, size, 2))


def _iso_folder(files: dict[str, bytes], place: dict[str, int], own: int, *, wide: bool) -> bytes:
    records = _iso_record(b"\0", own, SECTOR, 2) + _iso_record(b"\1", own, SECTOR, 2)
    for name, content in files.items():
        raw = name.encode("utf-16-be") if wide else f"{name};1".encode()
        records += _iso_record(raw, place[name], len(content), 0)
    return records.ljust(SECTOR, b"\0")


def _iso_record(name: bytes, sector: int, size: int, flags: int) -> bytes:
    both = struct.pack("<I", sector) + struct.pack(">I", sector)
    sizes = struct.pack("<I", size) + struct.pack(">I", size)
    body = both + sizes + bytes(7) + struct.pack("<BBBHHB", flags, 0, 0, 1, 256, len(name)) + name
    body += b"\0" * (len(body) % 2)
    return struct.pack("<BB", len(body) + 2, 0) + body


def _padded(content: bytes) -> bytes:
    return content.ljust(SECTOR, b"\0")


def cab_of(files: dict[str, bytes], *, packed: bool = True) -> bytes:
    plain = b"".join(files.values())
    blocks, window = b"", b""
    pieces = [plain[at : at + 32768] for at in range(0, len(plain), 32768)]
    for piece in pieces:
        data = piece
        if packed:
            given = {"zdict": window} if window else {}
            machine = zlib.compressobj(9, zlib.DEFLATED, -15, **given)
            data = b"CK" + machine.compress(piece) + machine.flush()
        blocks += struct.pack("<IHH", 0, len(data), len(piece)) + data
        window = piece
    listed, offset = b"", 0
    for name, content in files.items():
        listed += (
            struct.pack("<IIHHHH", len(content), offset, 0, 0, 0, 0x20) + name.encode() + b"\0"
        )
        offset += len(content)
    head = 36 + 8
    folder = struct.pack("<IHH", head + len(listed), len(pieces), 1 if packed else 0)
    total = head + len(listed) + len(blocks)
    header = struct.pack(
        "<4sIIIIIBBHHHHH", b"MSCF", 0, total, 0, head, 0, 3, 1, 1, len(files), 0, 0, 0
    )
    return header + folder + listed + blocks


def rar_of(name: str, content: bytes, *, locked: bool = False) -> bytes:
    """A RAR 5 archive of one stored file; `locked` only says that it is encrypted."""
    main = _rar_block(b"\1\0\0")
    extra = b"\x30\1" + b"\0\0\x0f" + bytes(16) + bytes(16) + bytes(12) if locked else b""
    head = b"\2" + (b"\3" + _seven(len(extra)) if locked else b"\2") + _seven(len(content))
    body = b"\4" + _seven(len(content)) + b"\0" + struct.pack("<I", zlib.crc32(content)) + b"\0\0"
    raw = name.encode()
    head += body + _seven(len(raw)) + raw + extra
    return b"Rar!\x1a\7\1\0" + main + _rar_block(head) + content + _rar_block(b"\5\0\0")


def sealed_rar() -> bytes:
    """A RAR 5 archive whose headers are encrypted: not even names can be seen."""
    seal = _rar_block(b"\4\0\0\0\x0f" + bytes(16))
    return b"Rar!\x1a\7\1\0" + seal + bytes(range(200))


def _rar_block(body: bytes) -> bytes:
    sized = _seven(len(body)) + body
    return struct.pack("<I", zlib.crc32(sized)) + sized


def _seven(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes((*out, number))


def seven_zip_of(files: dict[str, bytes]) -> bytes:
    import libarchive

    out = bytearray()

    def keep(data: bytes) -> int:
        out.extend(data)
        return len(data)

    with libarchive.custom_writer(keep, "7zip") as archive:
        for name, content in files.items():
            archive.add_file_from_memory(name, len(content), content)
    return bytes(out)


def tnef_of(name: str, content: bytes) -> bytes:
    def attribute(level: int, number: int, value: bytes) -> bytes:
        return (
            struct.pack("<BII", level, number, len(value))
            + value
            + struct.pack("<H", sum(value) & 0xFFFF)
        )

    long = name.encode("utf-16-le") + b"\0\0"
    told = struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, len(long)) + long + bytes(-len(long) % 4)
    return b'x\x9f>"\1\0' + b"".join(
        (
            attribute(1, 0x0002800C, b"The body\0"),
            attribute(2, 0x00069002, bytes(14)),
            attribute(2, 0x00018010, b"SHORT~1.COM\0"),
            attribute(2, 0x0006800F, content),
            attribute(2, 0x00069005, told),
        )
    )


def onenote_of(*files: bytes) -> bytes:
    head = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(1000)
    store = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")
    return head + b"".join(store + struct.pack("<QIQ", len(one), 0, 0) + one for one in files)


def msg_of(name: str, content: bytes) -> bytes:
    """A message as Outlook saves it, with one attachment."""
    folder = "__attach_version1.0_#00000000"
    return ole_of(
        {
            "__properties_version1.0": bytes(32),
            "__substg1.0_1000001F": "See attached".encode("utf-16-le"),
            f"{folder}/__substg1.0_3707001F": name.encode("utf-16-le"),
            f"{folder}/__substg1.0_37010102": content,
        }
    )


def ole_of(streams: dict[str, bytes]) -> bytes:
    """An OLE container of small streams (8 KB together), two levels deep."""
    folders = sorted({path.split("/")[0] for path in streams if "/" in path})
    names = ["Root Entry", *folders, *streams]
    children: dict[int, list[int]] = {}
    for index, path in enumerate(names[1:], 1):
        parent = 1 + folders.index(path.split("/")[0]) if "/" in path else 0
        children.setdefault(parent, []).append(index)
    mini, mini_table, starts = b"", [], []
    for content in streams.values():
        first, count = len(mini_table), max(1, -(-len(content) // 64))
        starts.append(first)
        mini_table += [*range(first + 1, first + count), 0xFFFFFFFE]
        mini += content.ljust(count * 64, b"\0")
    directory = b""
    for index, path in enumerate(names):
        kind = 5 if index == 0 else 1 if index <= len(folders) else 2
        siblings = next((found for found in children.values() if index in found), [index])
        after = siblings[siblings.index(index) + 1 :]
        start, size = (0, 0) if kind == 1 else (-1, len(mini))
        if kind == 2:
            start, size = starts[index - 1 - len(folders)], len(streams[path])
        raw = path.split("/")[-1].encode("utf-16-le") + b"\0\0"
        directory += raw.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQiQ", len(raw), kind, 1, 0xFFFFFFFF, after[0] if after else 0xFFFFFFFF,
            children.get(index, [0xFFFFFFFF])[0], bytes(16), 0, 0, 0, start, size,
        )  # fmt: skip
    directory += bytes(-len(directory) % 512)
    sectors, body = len(directory) // 512, mini + bytes(-len(mini) % 512)
    at = 2 + sectors  # the mini stream begins behind the table, the mini table and the directory
    directory = directory[:116] + struct.pack("<I", at) + directory[120:]
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, at), 0xFFFFFFFE]
    table += [*range(at + 1, at + len(body) // 512), 0xFFFFFFFE]
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack(
            "<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 2, 0, 4096, 1, 1, 0xFFFFFFFE, 0
        )
    )
    header += struct.pack("<I", 0).ljust(436, b"\xff")
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    mini_fat = struct.pack(f"<{len(mini_table)}I", *mini_table).ljust(512, b"\xff")
    return header + fat + mini_fat + directory + body


def message_of(name: str, content: bytes) -> bytes:
    import base64

    return (
        b"From: a@b.test\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee attached\r\n--b\r\n"
        b"Content-Type: application/octet-stream; name=" + name.encode() + b"\r\n"
        b"Content-Disposition: attachment; filename=" + name.encode() + b"\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(content)
        + b"\r\n--b--\r\n"
    )


#: One of each container that is opened, with the EICAR file in it.
def every_container() -> dict[str, bytes]:
    named = {"eicar.com": EICAR}
    foreign = {}
    if is_available():
        foreign = {"rar": rar_of("eicar.com", EICAR), "7z": seven_zip_of(named)}
    return foreign | {
        "zip": zip_of(named),
        "zip, stored": zip_of(named, zipfile.ZIP_STORED),
        "zip, bzip2": zip_of(named, zipfile.ZIP_BZIP2),
        "zip, lzma": zip_of(named, zipfile.ZIP_LZMA),
        "zip, lying": lying_zip(),
        "zip, unlisted": unlisted_zip(),
        "zip, old encryption": locked_zip(EICAR, "1234"),
        "zip, aes": aes_zip(EICAR, "1234"),
        "gzip": gzip.compress(EICAR),
        "bzip2": bz2.compress(EICAR),
        "xz": lzma.compress(EICAR),
        "tar": tar_of(named),
        "iso": iso_of(named),
        "iso, joliet only": iso_of({"README.TXT": b"nothing"}, named),
        "cab": cab_of(named),
        "cab, stored": cab_of(named, packed=False),
        "eml": message_of("eicar.com", EICAR),
        "msg": msg_of("eicar.com", EICAR),
        "tnef": tnef_of("eicar.com", EICAR),
        "onenote": onenote_of(b"a picture", EICAR),
    }
