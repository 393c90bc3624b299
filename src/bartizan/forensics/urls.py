"""Reads URLs the way browsers do, whatever was done to them to hide where they lead.

The parsing steps of the WHATWG URL standard (section 4.4) as far as they decide the host:
backslashes, user names before `@`, tabs and line breaks, percent-encoded and invisible characters
in hosts, IPv4 addresses in octal, hexadecimal or one number. Nothing is ever resolved or fetched.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from publicsuffixlist import PublicSuffixList

#: URLs taken from one text, and the longest that is read.
URL_LIMIT = 5_000
LONGEST_URL = 65_536

_LONGEST_HOST = 255
_DEFAULT_PORTS = {"http": 80, "https": 443, "ftp": 21, "ws": 80, "wss": 443}
_DEFANGED = {"hxxp": "http", "hxxps": "https", "htxp": "http", "meow": "http"}
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]{0,40}):")
_EDGES = "".join(map(chr, range(0x21)))
_BREAKS = str.maketrans("", "", "\t\n\r")
_BARE_HOST = re.compile(r"[^\s/?#@:\\]{1,255}\.[^\s/?#@:\\.]{2,63}(?=[/?#:]|\Z)")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_DOTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": "."})
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f#%/:<>?@\[\\\]^|]")
_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)\Z")
_IN_TEXT = re.compile(
    r"""(?:\b(?:h(?:tt|xx)ps?|ftp):[/\\]{2}|\bwww\d?\.)[^\s<>"`\u00a0\u2028\u2029]{1,8000}""",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?'\u2019\u201d\u00bb*_~"
_PAIRS = {")": "(", "]": "[", "}": "{"}


class Quirk(StrEnum):
    """What makes a URL other than it looks."""

    NO_SCHEME = "no-scheme"
    DEFANGED = "defanged"
    BACKSLASHES = "backslashes"
    ODD_SLASHES = "odd-slashes"
    CONTROL_CHARACTERS = "control-characters"
    USERINFO = "userinfo"
    ENCODED_HOST = "percent-encoded-host"
    INVISIBLE_HOST = "invisible-characters-in-host"
    COMPATIBILITY_HOST = "compatibility-characters-in-host"
    INTERNATIONAL_HOST = "international-host"
    OBFUSCATED_ADDRESS = "obfuscated-ip-address"
    ODD_PORT = "unusual-port"


@dataclass(frozen=True, slots=True)
class Url:
    """A URL in parts. `host` is ASCII (punycode), `host_unicode` what a reader may be shown.

    `registrable` is the domain that somebody registered (ICANN section of the Public Suffix List),
    `site` the one that somebody controls (its private section too: `someone.github.io`); both are
    empty for addresses and for hosts that are suffixes. Schemes without a host keep the rest in
    `path`.
    """

    scheme: str
    userinfo: str
    host: str
    host_unicode: str
    port: int | None
    path: str
    query: str
    fragment: str
    registrable: str
    site: str
    quirks: tuple[Quirk, ...] = ()

    @property
    def is_ip(self) -> bool:
        """Whether the host is an IP address."""
        return self.host.startswith("[") or (
            bool(self.host) and not self.registrable and self.host.replace(".", "").isdigit()
        )

    @property
    def is_on_shared_suffix(self) -> bool:
        """Whether the host is a customer's name under a provider's (`someone.github.io`)."""
        return self.site != self.registrable

    @property
    def normal(self) -> str:
        """The URL as a browser would send it, without user information and fragment."""
        if not self.host:
            return f"{self.scheme}:{self.path}"
        port = f":{self.port}" if self.port is not None else ""
        query = f"?{self.query}" if self.query else ""
        return f"{self.scheme}://{self.host}{port}{self.path or '/'}{query}"


def find_urls(text: str) -> tuple[str, ...]:
    """Return the URLs that stand in plain text, in order, each once. Linear in its length."""
    if "://" not in text and ":\\\\" not in text and "www" not in text.lower():
        return ()
    return tuple(dict.fromkeys(_found(text)))


def _found(text: str) -> Iterator[str]:
    for count, match in enumerate(_IN_TEXT.finditer(text)):
        if count >= URL_LIMIT:
            return
        yield _without_trailing(match[0])


def _without_trailing(url: str) -> str:
    """Drop punctuation that belongs to the sentence, and brackets that were opened before."""
    end = len(url)
    surplus = {close: url.count(close) - url.count(opening) for close, opening in _PAIRS.items()}
    while end:
        last = url[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return url[:end]


def read_url(text: str) -> Url | None:
    """Read one URL as a browser would; `None` where a browser would refuse it."""
    return _Reader().read(text[:LONGEST_URL])


class Registration(NamedTuple):
    """The domain that was registered and the one that is controlled, both maybe empty."""

    registrable: str
    site: str


@lru_cache(16_384)
def find_registration(host: str) -> Registration:
    """Look an ASCII host up in the Public Suffix List, as the library's release knew it."""
    labels = [label for label in host.lower().split(".") if label]
    whole = ".".join(labels)
    official, every = _suffixes()
    if every.publicsuffix(whole) is None:
        # The list's own default rule: an unknown top level is a suffix.
        return Registration(*[".".join(labels[-2:])] * 2)
    return Registration(official.privatesuffix(whole) or "", every.privatesuffix(whole) or "")


@lru_cache(1)
def _suffixes() -> tuple[PublicSuffixList, PublicSuffixList]:
    """Load the list: its ICANN section alone, and all of it."""
    official = PublicSuffixList(accept_unknown=False, only_icann=True)
    return official, PublicSuffixList(accept_unknown=False)


class _Reader:
    """Reads one URL and notes its quirks."""

    def __init__(self) -> None:
        self._quirks: list[Quirk] = []

    def _note(self, quirk: Quirk) -> None:
        if quirk not in self._quirks:
            self._quirks.append(quirk)

    def read(self, text: str) -> Url | None:
        stripped = text.strip(_EDGES)
        cleaned = stripped.translate(_BREAKS)
        if cleaned != stripped:
            self._note(Quirk.CONTROL_CHARACTERS)
        split = self._split_scheme(cleaned)
        if split is None:
            return None
        scheme, rest = split
        if scheme not in _DEFAULT_PORTS:
            return Url(scheme, "", "", "", None, rest, "", "", "", "", tuple(self._quirks))
        return self._read_special(scheme, rest)

    def _split_scheme(self, text: str) -> tuple[str, str] | None:
        match = _SCHEME.match(text)
        if match is not None and not _is_port(text, match.end()):
            scheme = match[1].lower()
            if scheme in _DEFANGED:
                self._note(Quirk.DEFANGED)
            return _DEFANGED.get(scheme, scheme), text[match.end() :]
        if text[:2].replace("\\", "/") == "//" or _BARE_HOST.match(text):
            self._note(Quirk.NO_SCHEME)
            return "http", text
        return None

    def _read_special(self, scheme: str, rest: str) -> Url | None:
        before_fragment, _, fragment = rest.partition("#")
        before_query, _, query = before_fragment.partition("?")
        if "\\" in before_query:
            self._note(Quirk.BACKSLASHES)
            before_query = before_query.replace("\\", "/")
        authority_path = before_query.lstrip("/")
        if len(before_query) - len(authority_path) != 2 and Quirk.NO_SCHEME not in self._quirks:  # noqa: PLR2004 - "//"
            self._note(Quirk.ODD_SLASHES)
        authority, slash, path = authority_path.partition("/")
        userinfo, at, host_port = authority.rpartition("@")
        if at:
            self._note(Quirk.USERINFO)
        host_text, port = self._split_port(host_port, scheme)
        host = self._host(host_text) if port != -1 else None
        if not host:
            return None
        return self._url(scheme, userinfo, host, port, (slash + path, query, fragment))

    def _url(
        self,
        scheme: str,
        userinfo: str,
        host: str,
        port: int | None,
        rest: tuple[str, str, str],
    ) -> Url:
        named = not host.startswith("[") and not host.replace(".", "").isdigit()
        return Url(
            scheme,
            userinfo,
            host,
            host_to_unicode(host),
            port,
            *rest,
            *(find_registration(host) if named else ("", "")),
            tuple(self._quirks),
        )

    def _split_port(self, text: str, scheme: str) -> tuple[str, int | None]:
        """Return host and port; port is `None` for the default and -1 for none that exists."""
        host, colon, digits = text.rpartition(":")
        if not colon or "]" in digits:
            return text, None
        if not digits:
            return host, None
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 8 or int(digits) > 65535:  # noqa: PLR2004 - TCP
            return host, -1
        port = int(digits)
        if port == _DEFAULT_PORTS[scheme]:
            return host, None
        self._note(Quirk.ODD_PORT)
        return host, port

    def _host(self, text: str) -> str | None:
        if text.startswith("["):
            return _ipv6(text)
        if "%" in text:
            self._note(Quirk.ENCODED_HOST)
            text = unquote_to_bytes(text).decode("utf-8", "replace")
        if not text.isascii():
            text = self._mapped(text)
        host = host_to_ascii(text)
        if host is None:
            return None
        if "xn--" in host:
            self._note(Quirk.INTERNATIONAL_HOST)
        if _NUMBER.match(host.rstrip(".").rpartition(".")[2]):
            return self._ipv4(host)
        return host

    def _mapped(self, text: str) -> str:
        visible = _INVISIBLE.sub("", text)
        if visible != text:
            self._note(Quirk.INVISIBLE_HOST)
        plain = unicodedata.normalize("NFKC", visible).translate(_DOTS)
        if plain.isascii() and not visible.isascii():
            self._note(Quirk.COMPATIBILITY_HOST)
        return plain

    def _ipv4(self, host: str) -> str | None:
        address = parse_ipv4(host)
        if address is not None and address != host:
            self._note(Quirk.OBFUSCATED_ADDRESS)
        return address


def _is_port(text: str, position: int) -> bool:
    """Tell `example.com:8080/path` from a scheme."""
    return "." in text[:position] and text[position : position + 1].isdigit()


def host_to_ascii(host: str) -> str | None:
    """Return a host in lower case and punycode (RFC 3492); `None` if it cannot be a host."""
    if not host or len(host) > _LONGEST_HOST or _FORBIDDEN.search(host):
        return None
    host = host.lower()
    if host.isascii():
        return host
    labels = unicodedata.normalize("NFC", host).split(".")
    try:
        return ".".join(
            label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
            for label in labels
        )
    except UnicodeError:
        return None


def host_to_unicode(host: str) -> str:
    """Return a host with its punycode labels decoded; labels that are broken stay as they are."""
    if "xn--" not in host:
        return host
    return ".".join(map(_label_to_unicode, host.split(".")))


def _label_to_unicode(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        decoded = label[4:].encode("ascii").decode("punycode")
        decoded.encode()
    except UnicodeError:
        return label
    return decoded


def parse_ipv4(host: str) -> str | None:
    """Read an IPv4 address of one to four numbers, each decimal, octal or hexadecimal."""
    parts = host.removesuffix(".").split(".")
    if len(parts) > 4 or not all(map(_NUMBER.match, parts)):  # noqa: PLR2004 - four bytes
        return None
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return None
    *leading, last = numbers
    if any(number > 255 for number in leading) or last >= 256 ** (5 - len(numbers)):  # noqa: PLR2004 - a byte
        return None
    value = last + sum(number << (24 - 8 * place) for place, number in enumerate(leading))
    return str(ipaddress.IPv4Address(value))


def _number(text: str) -> int:
    if text[:2] in ("0x", "0X"):
        return int(text[2:] or "0", 16)
    return int(text, 8) if len(text) > 1 and text[0] == "0" else int(text)


def _ipv6(text: str) -> str | None:
    if not text.endswith("]"):
        return None
    try:
        return f"[{ipaddress.IPv6Address(text[1:-1].partition('%')[0])}]"
    except ValueError:
        return None
