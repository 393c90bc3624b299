"""SPF macro strings (RFC 7208, section 7): parsed once, expanded from plain values.

Expansion never looks at what it has produced, so nothing nests, and every value is bounded.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import TypeAlias
from urllib.parse import quote

from bartizan.mail.authentication.domains import shortened

#: Letters that any macro string may use; an explanation's text may also use these three.
LETTERS, EXPLANATION_LETTERS = frozenset("slodiphv"), frozenset("slodiphvcrt")
#: One expanded value never contributes more characters than this.
LONGEST_VALUE = 512
LONGEST_EXPLANATION = 500

_TOKEN = re.compile(
    r"%\{(?P<letter>[A-Za-z])(?P<digits>[0-9]{0,3})(?P<reverse>[rR]?)(?P<split>[.\-+,/_=]*)\}"
    r"|%(?P<escaped>[%_-])"
    r"|(?P<literal>[\x20-\x24\x26-\x7e]+)"
)
_ESCAPED = {"%": "%", "_": " ", "-": "%20"}
_TOP_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")


class MacroError(ValueError):
    """The macro string breaks the grammar; the text says how."""


@dataclass(frozen=True, slots=True)
class Macro:
    """One `%{...}`: keep the `keep` right-most parts of the letter's value, perhaps reversed."""

    letter: str
    keep: int
    reverse: bool
    delimiters: str
    escape: bool


MacroString: TypeAlias = tuple[str | Macro, ...]


def parse_macros(text: str, letters: frozenset[str] = LETTERS) -> MacroString:
    """Parse a macro string, spaces included.

    Raises:
        MacroError: the text breaks the grammar or uses a letter that is not among `letters`.
    """
    return tuple(_part(token, letters) for token in _tokens(text))


def parse_domain_spec(text: str) -> MacroString:
    """Parse a domain-spec: a macro string that ends in a macro or in a dot and a top label.

    Raises:
        MacroError: the text breaks the grammar.
    """
    if not text or " " in text:
        raise MacroError("a domain is missing")
    tokens = list(_tokens(text))
    ending = tokens[-1]["literal"]
    if ending is not None and not _ends_in_top_label(ending):
        raise MacroError("what should be a domain name is not one")
    return tuple(_part(token, LETTERS) for token in tokens)


def _tokens(text: str) -> Iterator[re.Match[str]]:
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise MacroError("a macro or a character in it is not allowed")
        yield token
        position = token.end()


def _part(token: re.Match[str], letters: frozenset[str]) -> str | Macro:
    if token["literal"] is not None:
        return token["literal"]
    if token["escaped"] is not None:
        return _ESCAPED[token["escaped"]]
    letter = token["letter"].lower()
    if letter not in letters:
        raise MacroError(f"the macro letter {letter} is not allowed here")
    keep = int(token["digits"] or LONGEST_VALUE)
    if keep == 0:
        raise MacroError("a macro keeps no part at all")
    return Macro(letter, keep, bool(token["reverse"]), token["split"], token["letter"].isupper())


def _ends_in_top_label(literal: str) -> bool:
    _, dot, label = literal.removesuffix(".").rpartition(".")
    return bool(dot) and _TOP_LABEL.fullmatch(label) is not None and not label.isdigit()


def needs_validated_name(macros: MacroString) -> bool:
    """Say whether expanding needs the `p` macro, which costs DNS lookups."""
    return any(isinstance(part, Macro) and part.letter == "p" for part in macros)


def expand(macros: MacroString, values: Mapping[str, str]) -> str:
    """Return the text that `macros` stand for, given the value of every letter they use."""
    return "".join(
        part if isinstance(part, str) else _expanded(part, values[part.letter]) for part in macros
    )


def expand_domain(macros: MacroString, values: Mapping[str, str]) -> str:
    """Return the domain name that `macros` stand for, shortened from the left to fit DNS."""
    return shortened(expand(macros, values).removesuffix("."))


def _expanded(macro: Macro, value: str) -> str:
    value = value[:LONGEST_VALUE]
    if macro.reverse or macro.keep < LONGEST_VALUE or macro.delimiters:
        parts = re.split(f"[{re.escape(macro.delimiters or '.')}]", value)
        value = ".".join((parts[::-1] if macro.reverse else parts)[-macro.keep :])
    return quote(value, safe="") if macro.escape else value


def dotted(address: IPv4Address | IPv6Address) -> str:
    """Return the `i` macro's value: dotted quad, or 32 dotted nibbles in upper case."""
    if isinstance(address, IPv4Address):
        return str(address)
    return ".".join(address.packed.hex().upper())


def reverse_name(address: IPv4Address | IPv6Address) -> str:
    """Return the name under which DNS keeps the address's PTR records."""
    suffix = "in-addr" if isinstance(address, IPv4Address) else "ip6"
    return ".".join(dotted(address).split(".")[::-1]) + f".{suffix}.arpa"
