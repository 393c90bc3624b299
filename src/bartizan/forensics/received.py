"""Received fields (RFC 5321, section 4.4), as mail servers really write them.

Every hop adds one on top, in its own dialect, and a sender can invent all of those below the
first one that a server of ours wrote. Reading them is therefore evidence of what was claimed,
never proof. One pass over a bounded number of words; anything reads.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address

from bartizan.forensics.comments import split_comments
from bartizan.forensics.dates import parse_date

#: Longer fields, and more words of one, are not read to their end.
LENGTH_LIMIT = 8 * 1024
WORD_LIMIT = 400

Address = IPv4Address | IPv6Address

_WORD = re.compile(r'"[^"]*+"?|<[^<>]*+>?|\[[^\[\]]*+\]?|;|[^\s;,<>\[\]"]++')
_CLAUSES = frozenset({"from", "by", "via", "with", "id", "for"})
_PROTOCOL = re.compile(
    r"(?:local-)?(?:utf8)?(?:(b?smtp)(?:svc)?|(esmtp|lmtp)(s?a?)(-tls)?|(http)s?(?:rest)?|(imap|pop3))"
)
_BRACKETED = re.compile(r"\[([^\[\]]{2,60})\]")
_HELO = re.compile(r"\b(HELO|EHLO|LHLO)\b[ =]?(\[[^\]]{0,60}\]|[^\s()\[\],]{0,255})", re.IGNORECASE)
_IDENT = re.compile(r"\bident[=:](\[[^\]]{0,255}\]|[^\s\]]{1,255})", re.IGNORECASE)
_USER = re.compile(
    r"(?<![^\s(])([^\s@<>,]{1,255}@(?:\[(?=[\d.:a-fA-F]{2,60}\])|[^\s@<>,\[\]]{1,255}))"
)
_HOST = re.compile(r"[A-Za-z0-9_](?:[\w-]{0,62}\.){1,20}[A-Za-z][\w-]{0,62}\.?")
_TLS = re.compile(r"TLS[ _-]?v?1(?:[._]([0-3]))?(?=[^\w.]|$)|TLSv?1(?=/)", re.IGNORECASE)
_CIPHER = re.compile(
    r"(?<![A-Za-z0-9_-])((?:TLS(?:13)?_)?(?:ECDHE|DHE|EDH|ADH|RSA|AES|DES|RC4|CHACHA20|CAMELLIA)"
    r"[A-Z0-9]{0,8}(?:[-_][A-Z0-9]{1,12}){1,12})"
)
_ENVELOPE = re.compile(r"envelope-(?:from|sender)\b")


@dataclass(frozen=True, slots=True)
class Received:
    """What one hop says it did; an empty text or `None` where it does not say.

    `sender` is the name (or literal address) after `from`, `address` the peer's IP address that
    the hop saw, `reverse` the name DNS gave it, `helo` what the peer called itself. `by` is the hop
    itself, and `by_address` its own address.
    """

    sender: str = ""
    address: Address | None = None
    reverse: str = ""
    helo: str = ""
    helo_command: str = ""
    ident: str = ""
    by: str = ""
    by_address: Address | None = None
    via: str = ""
    protocol: str = ""
    identifier: str = ""
    recipient: str = ""
    tls_version: str = ""
    tls_cipher: str = ""
    date: datetime | None = None

    @property
    def peer(self) -> Address | None:
        """The address of the peer, also where it stands in the place of its name."""
        return self.address or read_address(self.sender)


def read_address(text: str) -> Address | None:
    """Return the IP address that `text` is: with or without `IPv6:`, a zone or a port."""
    text = text.strip().strip("[]").removeprefix("IPv6:").partition("%")[0]
    if text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def parse_received(value: str) -> Received:
    """Read the unfolded text of one Received field; never raises."""
    text = _opened(value[-LENGTH_LIMIT:])
    plain, comments, positions = split_comments(text)
    reader = _Reader(list(zip(positions, comments, strict=True)))
    reader.read(plain)
    found = reader.found
    version, cipher = _tls((*comments, plain))
    date = parse_date(plain.rpartition(";")[2]) if ";" in plain else None
    return replace(found, tls_version=version, tls_cipher=cipher, date=date)


def _opened(text: str) -> str:
    """Take the brackets from `(from …) by …`: what they hold is the clause itself."""
    text = text.strip()
    if text[:6].lower() != "(from ":
        return text
    inside, closed, rest = text[1:].partition(")")
    return f"{inside} {rest}" if closed else inside


@dataclass(slots=True)
class _Reader:
    """Walks the words of a field, and reads each comment in the clause that it stands in."""

    pending: list[tuple[int, str]]
    found: Received = field(default_factory=Received)
    values: dict[str, list[str]] = field(
        default_factory=lambda: {name: [] for name in (*_CLAUSES, "")}
    )
    _comments: dict[str, list[str]] = field(default_factory=lambda: {"from": [], "by": []})
    _dated: bool = False

    def read(self, plain: str) -> None:
        """Collect the clauses, then say what they mean."""
        clause, waiting = "", iter(self.pending)
        upcoming = next(waiting, None)
        for word, end in _words(plain):
            lowered = word.lower()
            while upcoming is not None and upcoming[0] < end - len(word) + 1:
                self._comment(clause, upcoming[1])
                upcoming = next(waiting, None)
            if lowered in _CLAUSES:
                clause = lowered if self._opens(lowered) else ""
            elif word == ";":
                clause, self._dated = "", True
            else:
                self.values[clause].append(word)
        for _, comment in (upcoming, *waiting) if upcoming is not None else ():
            self._comment(clause, comment)
        self._understand()

    def _opens(self, clause: str) -> bool:
        """The first clause of a kind counts; behind the semicolon only `for` still may come."""
        return not self.values[clause] and (not self._dated or clause == "for")

    def _comment(self, clause: str, text: str) -> None:
        if clause in self._comments:
            self._comments[clause].append(text)

    def _understand(self) -> None:
        values = self.values
        sender, by = _first(values["from"]), _first(values["by"])
        self.found = Received(
            sender=sender,
            by=by,
            by_address=_address((*values["by"][1:], *self._comments["by"])),
            via=_first(values["via"]),
            protocol=_protocol(values["with"]),
            identifier=_first(values["id"]),
            recipient=_recipient(values),
        )
        for comment in self._comments["from"]:
            self._from_comment(comment)
        if self.found.address is None:
            self.found = replace(self.found, address=_address(values["from"][1:]))
        if not self.found.ident and "as" in values["from"] and "user" in values["from"]:
            self.found = replace(self.found, ident=_bare(values["from"][-1]))

    def _from_comment(self, comment: str) -> None:
        """Read one comment of the `from` clause: greeting, reverse name, address, user."""
        if _ENVELOPE.search(comment):
            return
        found = self.found
        greeting = _HELO.search(comment)
        if greeting is not None:
            command = greeting[1].lower()
            found = replace(found, helo=_bare(greeting[2]), helo_command=command)
            comment = comment[: greeting.start()] + " " + comment[greeting.end() :]
        ident, comment = _ident(comment)
        self.found = replace(
            found,
            ident=found.ident or ident,
            address=found.address or _address([comment, ident]),
            reverse=found.reverse or _reverse(comment),
        )


def _words(plain: str) -> Iterator[tuple[str, int]]:
    for match, _ in zip(_WORD.finditer(plain), range(WORD_LIMIT), strict=False):
        yield match[0], match.end()


def _bare(word: str) -> str:
    return word.strip("<>[]\"'")


def _first(words: list[str]) -> str:
    return _bare(words[0]) if words else ""


def _recipient(values: dict[str, list[str]]) -> str:
    """Return the address after `for`; some run the word into the id and leave only `<address>`."""
    for word in (*values["for"][:1], *values["id"][1:2]):
        if "@" in word:
            return _bare(word)
    return ""


def _protocol(words: list[str]) -> str:
    for word in words[:5]:
        for piece in word.strip("[]").split():
            name = piece.partition("/")[0].lower()
            if name == "local":
                return "LOCAL"
            match = _PROTOCOL.fullmatch(name)
            if match is not None:
                plain, extended, suffix, tls, web, mailbox = match.groups()
                secure = "S" if tls else ""
                base = (extended or web or mailbox or ("smtp" if plain else "")).upper()
                return base + (suffix or "").upper() + secure
    return ""


def _address(texts: "list[str] | tuple[str, ...]") -> Address | None:
    """Return the first address in brackets, else the first bare one."""
    joined = " ".join(texts)[:LENGTH_LIMIT]
    for inside in _BRACKETED.findall(joined):
        address = read_address(inside)
        if address is not None:
            return address
    for word in re.split(r"[\s,()@]+", joined):
        address = read_address(word) if word[:1].isalnum() or word[:1] == ":" else None
        if address is not None:
            return address
    return None


def _ident(comment: str) -> tuple[str, str]:
    """Return who a comment says was logged in, and the comment without it."""
    match = _IDENT.search(comment)
    if match is None:
        match = _USER.search(comment)
    if match is None:
        return "", comment
    rest = comment[: match.start()] + " " + comment[match.end() - match[0].endswith("[") :]
    return match[1].removesuffix("[").removesuffix("@").strip("[]"), rest


def _reverse(comment: str) -> str:
    """Return the name that DNS gave the peer: the first word, if it is a full host name."""
    words = re.split(r"[\s\[,]", comment.strip().lstrip("<"), maxsplit=1)
    name = words[0].rstrip(">")
    return name if _HOST.fullmatch(name) else ""


def _tls(texts: tuple[str, ...]) -> tuple[str, str]:
    """Return the version and the cipher of TLS, wherever the hop tells them."""
    joined = " ".join(texts)[:LENGTH_LIMIT]
    version, cipher = _TLS.search(joined), _CIPHER.search(joined)
    number = f"1.{version[1] or 0}" if version is not None else ""
    return number, cipher[1] if cipher is not None else ""
