"""Bytes to text the way mail clients show them, whatever the sender claims about the charset.

Labels are looked up in a table made once from Python's aliases and the labels of the WHATWG
Encoding standard. The codec registry itself is never asked: it would import modules by an
attacker's name, and it knows codecs (`idna`, `unicode_escape`) that are not charsets.
"""

import re
from encodings import aliases
from functools import lru_cache
from typing import NamedTuple

#: What a client shows when a charset is missing, unknown or plain ASCII yet eight-bit.
FALLBACK = "cp1252"

_CODECS = frozenset(
    """ascii utf_8 utf_7 utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be
    latin_1 iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_9
    iso8859_10 iso8859_11 iso8859_13 iso8859_14 iso8859_15 iso8859_16
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp850 cp852 cp855 cp857
    cp858 cp862 cp864 cp865 cp866 cp869 cp874 cp932 cp949 cp950 koi8_r koi8_u ptcp154
    mac_roman mac_cyrillic mac_greek mac_latin2 mac_turkish
    big5 big5hkscs gb2312 gbk gb18030 hz euc_jp euc_jis_2004 euc_jisx0213 euc_kr johab shift_jis
    shift_jis_2004 shift_jisx0213 iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_3
    iso2022_jp_ext iso2022_kr tis_620""".split()
)
# Clients read the first as the second, which holds every character of it and more.
_WIDER = {
    "ascii": "cp1252",
    "latin_1": "cp1252",
    "iso8859_9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis_620": "cp874",
    "iso8859_11": "cp874",
}
_MORE_LABELS = {
    "iso_8859_8_i": "iso8859_8",
    "iso_8859_8_e": "iso8859_8",
    "iso_8859_6_i": "iso8859_6",
    "ks_c_5601_1987": "cp949",
    "x_sjis": "cp932",
    "x_gbk": "gb18030",
    "x_euc_jp": "euc_jp",
    "x_mac_roman": "mac_roman",
    "x_mac_cyrillic": "mac_cyrillic",
    "unicode_1_1_utf_8": "utf_8",
    "unicode_1_1_utf_7": "utf_7",
    "x_utf_8": "utf_8",
    "utf8mb4": "utf_8",
    "utf": "utf_8",
    "dos_874": "cp874",
    "windows_874": "cp874",
    "ansi": "cp1252",
    "default": "cp1252",
}
_ASCII = frozenset({"ascii"})
_NOT_A_LABEL = re.compile(r"[^a-z0-9]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LABEL_LIMIT = 64


def _all_labels() -> dict[str, str]:
    table = {alias: codec for alias, codec in aliases.aliases.items() if codec in _CODECS}
    table.update((codec, codec) for codec in _CODECS)
    table.update((f"windows_{codec[2:]}", codec) for codec in _CODECS if codec.startswith("cp125"))
    table.update((codec.replace("iso8859", "iso_8859"), codec) for codec in _CODECS)
    return table | _MORE_LABELS


_LABELS = _all_labels()


class Reading(NamedTuple):
    """Text, the codec that gave it, and whether the sender's claim was known and held."""

    text: str
    codec: str
    known: bool
    sound: bool


@lru_cache(1024)
def find_codec(label: str) -> str | None:
    """Return the Python codec that a charset label names, `None` for junk."""
    name = _NOT_A_LABEL.sub("_", label[:_LABEL_LIMIT].strip().lower()).strip("_")
    return _LABELS.get(name)


def read_text(data: bytes, label: str | None) -> Reading:
    """Decode the content of a part that claims to be in the charset `label`.

    A known claim is followed, with U+FFFD where it does not hold. ASCII, no claim and an unknown
    claim are read as UTF-8 where that is valid, else as windows-1252.
    """
    codec = find_codec(label) if label else "ascii"
    known = codec is not None
    if codec is None or codec in _ASCII:
        return _guess(data, known=known)
    codec = _WIDER.get(codec, codec)
    if codec.startswith("utf_16"):
        data = data[: len(data) // 2 * 2]  # half a character is no character
    try:
        return Reading(_without_surrogates(data.decode(codec), codec), codec, known, sound=True)
    except UnicodeError:
        text = data.decode(codec, "replace")
        return Reading(_without_surrogates(text, codec), codec, known, sound=False)


def read_raw(data: bytes) -> str:
    """Decode a header that holds raw bytes: UTF-8 where valid, else windows-1252."""
    try:
        return data.decode()
    except UnicodeError:
        return data.decode(FALLBACK, "replace")


def _guess(data: bytes, *, known: bool) -> Reading:
    if data.isascii():
        return Reading(data.decode("ascii"), "ascii", known, sound=True)
    try:
        return Reading(data.decode(), "utf_8", known, sound=False)
    except UnicodeError:
        return Reading(data.decode(FALLBACK, "replace"), FALLBACK, known, sound=False)


def _without_surrogates(text: str, codec: str) -> str:
    """UTF-7 and UTF-32 can smuggle halves of a pair, which no later encoder accepts."""
    return _SURROGATE.sub("\ufffd", text) if codec.startswith("utf_") else text
