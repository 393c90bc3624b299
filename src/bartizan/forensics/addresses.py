"""Mailboxes and groups of address fields (RFC 5322, section 3.4), whatever a sender made of them.

One pass over tokens, no recursion: nested comments, quoted names, routes, groups, names in
encoded words, and addresses without brackets are read as clients show them.
"""

import re
from collections import deque
from typing import NamedTuple

from bartizan.forensics.comments import split_comments
from bartizan.forensics.encoded_words import decode_words, join_lines

#: More mailboxes, and characters, than any real field has; what follows is not read.
MAILBOX_LIMIT = 5_000
LENGTH_LIMIT = 128 * 1024

_ANGLE = r'\s*<([^\s"<>(),:;\\@]+)@([^\s"<>(),:;\\@]+)>\s*\Z'
#: The three forms of nearly all fields, which are read at once.
_FORMS = (
    re.compile(r'\s*([^"<>(),:;\\@\[\]]*?)' + _ANGLE),
    re.compile(r'\s*"([^"\\\r\n]*)"' + _ANGLE),
    re.compile(r'\s*()([^\s"<>(),:;\\@\[\]=]+)@([^\s"<>(),:;\\@\[\]=]+)\s*\Z'),
)
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"\\]*+(?:\\.[^"\\]*+)*+"?+)
      |(?P<angle><(?:[^<>"]++|"[^"\\]*+(?:\\.[^"\\]*+)*+"?+)*+>?+)
      |(?P<literal>\[[^\]\[<>]*+\]?+)
      |(?P<mark>[,;:])
      |(?P<text>(?:=\?[^?\s]{1,200}\?[BbQq]\?[^?]*+\?=|[^"<\[,;:=]++|=|:(?=//))++|[^,;:])""",
    re.VERBOSE | re.DOTALL,
)
_SHORT = 512
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([@.])\s*")
_ESCAPED_FOLD = re.compile(r"\\[ \t]*[\r\n]+[ \t]*")


class Mailbox(NamedTuple):
    """One mailbox.

    `address` is `local@domain` with routes, comments and white space taken out (or the bare word
    where there is no `@`); `written` is what stood there. `name` is decoded and may lie.
    """

    name: str
    address: str
    local: str
    domain: str
    written: str


class Group(NamedTuple):
    """Mailboxes under one name; the name is empty for those that stand outside a group."""

    name: str
    mailboxes: tuple[Mailbox, ...]


def parse_addresses(value: str) -> tuple[Mailbox, ...]:
    """Return every mailbox of an address field, those of its groups included, in order."""
    return tuple(mailbox for group in parse_groups(value) for mailbox in group.mailboxes)


def parse_groups(value: str) -> tuple[Group, ...]:
    """Return the mailboxes of an address field by group.

    `value` is the field's unfolded text with its encoded words still encoded: decoded first, a
    name could pose as an address.
    """
    simple = _read_simple(value) if len(value) < _SHORT else None
    return (Group("", (simple,)),) if simple is not None else _read(value)


def _read_simple(value: str) -> Mailbox | None:
    for form in _FORMS:
        found = form.match(value)
        if found is not None:
            name, local, domain = found.groups()
            address = f"{local}@{domain}"
            return Mailbox(decode_words(name), address, local, domain, address)
    return None


def _read(value: str) -> tuple[Group, ...]:
    return _Reader().read(value[:LENGTH_LIMIT])


class _Reader:
    """Gathers the pieces of one mailbox after another."""

    def __init__(self) -> None:
        self._groups: list[Group] = []
        self._mailboxes: list[Mailbox] = []
        self._group = ""
        self._in_group = False
        self._count = 0
        self._start()

    def _start(self) -> None:
        self._words: list[str] = []
        self._comments: list[str] = []
        self._angle: str | None = None
        self._quoted = False

    def read(self, value: str) -> tuple[Group, ...]:
        plain, comments, positions = split_comments(_unfolded(value))
        pending = deque(zip(positions, comments, strict=True))
        for token in _TOKEN.finditer(plain):
            if self._count >= MAILBOX_LIMIT:
                break
            while pending and pending[0][0] < token.end():
                self._comments.append(_shown(pending.popleft()[1]))
            self._take(token.lastgroup or "", token[0])
        self._comments += [_shown(comment) for _, comment in pending]
        self._end_group()
        return tuple(self._groups)

    def _take(self, kind: str, text: str) -> None:
        if kind == "mark":
            self._mark(text)
        elif kind == "angle":
            self._take_angle(text)
        else:
            self._take_word(kind, text)

    def _take_word(self, kind: str, text: str) -> None:
        if kind == "quoted":
            self._quoted = True
            text = _ESCAPE.sub(r"\1", text[1:].removesuffix('"').replace("\n", " "))
            self._words.append(decode_words(text))
        elif text := text.replace("\n", " ").strip():
            self._words.append(decode_words(text) if "=?" in text else text)

    def _take_angle(self, text: str) -> None:
        if text == "<":
            return
        if self._angle is not None:
            self._end_mailbox()
        inner = text[1:].removesuffix(">")
        if not text.endswith(">"):
            inner = re.split(r"[,;]", inner, maxsplit=1)[0]
        self._angle = inner.replace("\n", "").strip()

    def _mark(self, mark: str) -> None:
        if mark == ":" and not self._in_group and self._angle is None:
            name = self._phrase(self._words)
            self._start_group(name)
        elif mark == ";":
            self._end_group()
        elif mark == ",":
            self._end_mailbox()

    def _start_group(self, name: str) -> None:
        comments = " ".join(self._comments)
        self._start()
        self._close_list()
        self._count += 1
        self._group, self._in_group = _named(name, comments), True

    def _end_group(self) -> None:
        self._end_mailbox()
        self._close_list()
        self._group, self._in_group = "", False

    def _close_list(self) -> None:
        if self._mailboxes or self._in_group:
            self._groups.append(Group(self._group, tuple(self._mailboxes)))
            self._mailboxes = []

    def _end_mailbox(self) -> None:
        comments = " ".join(self._comments)
        words, written = self._words, self._angle
        if written is None:
            words, written = _bare_address(words, quoted=self._quoted)
        if written or words or comments:
            self._mailboxes.append(_mailbox(_named(self._phrase(words), comments), written))
            self._count += 1
        self._start()

    @staticmethod
    def _phrase(words: list[str]) -> str:
        text = ""
        for word in words:
            text += word if not text or word[:1].isspace() else f" {word}"
        return text


def _unfolded(value: str) -> str:
    if "\n" not in value and "\r" not in value:
        return value.strip()
    return join_lines(_ESCAPED_FOLD.sub(r"\\", value), "\n")


def _shown(comment: str) -> str:
    return decode_words(comment.replace("\n", " "))


def _named(name: str, comments: str) -> str:
    """Show comments the way clients do: in brackets behind the name, or instead of it."""
    if name and comments:
        return f"{name} ({comments})"
    return name or comments


def _bare_address(words: list[str], *, quoted: bool) -> tuple[list[str], str]:
    """Split what stands without angle brackets into name words and the address as written."""
    if quoted:
        if len(words) > 1 and words[-1].startswith("@"):
            return words[:-2], f'"{words[-2]}"{words[-1]}'
        return words, ""
    phrase = " ".join(words)
    parts = _AROUND.sub(r"\1", phrase).split()
    if len(parts) == 1:
        return [], phrase
    for index in range(len(parts) - 1, -1, -1):
        if "@" in parts[index]:
            return parts[:index] + parts[index + 1 :], parts[index]
    return words, ""


def _mailbox(name: str, written: str) -> Mailbox:
    address = written
    if address.startswith("@") and ":" in address:
        address = address.partition(":")[2]
    if '"' not in address:
        address = _SPACE.sub("", address)
    local, at, domain = address.rpartition("@")
    if not at:
        return Mailbox(name, address, address, "", written)
    return Mailbox(name, address, local.strip(), domain.strip(), written)
