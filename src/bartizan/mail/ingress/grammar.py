"""The grammar of SMTP's paths and parameters (RFC 5321, section 4.1.2; RFC 6531; RFC 3461).

Everything here is a bounded regular expression without ambiguity, so matching is linear in the
line, and the line is bounded by the dialogue.
"""

import re
from collections.abc import Mapping
from typing import Final

from bartizan.mail.dsn import Addressee, Notify, SenderOptions
from bartizan.mail.ingress.reply import (
    BAD_ARGUMENT,
    BAD_RECIPIENT,
    BAD_SENDER,
    NEEDS_UTF8,
    UNKNOWN_PARAMETER,
    Reply,
)

#: Octets. RFC 5321, section 4.5.3.1 names minima (64, 255, 256); forwarders' rewritten senders
#: (SRS, VERP) exceed the first in practice, so the local part gets more room.
MAX_LOCAL: Final = 255
MAX_DOMAIN: Final = 255
MAX_ENVID: Final = 100
MAX_ORCPT: Final = 500
_SIZE_DIGITS: Final = 20

_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\U0010ffff]"
_DOT_STRING = rf"{_ATEXT}+(?:\.{_ATEXT}+)*"
_QUOTED = r'"(?:[ !#-\[\]-~\u0080-\U0010ffff]|\\[ -~])*"'
_LABEL = (
    r"[A-Za-z0-9_\u0080-\U0010ffff](?:[A-Za-z0-9_\-\u0080-\U0010ffff]*"
    r"[A-Za-z0-9_\u0080-\U0010ffff])?"
)
_DOMAIN = rf"{_LABEL}(?:\.{_LABEL})*"
_LITERAL = r"\[[!-Z^-~]{1,100}\]"
_ROUTE = rf"(?:@{_DOMAIN}(?:,@{_DOMAIN})*:)?"
_PATH = re.compile(
    rf" ?<(?:{_ROUTE}(?P<local>{_DOT_STRING}|{_QUOTED})@(?P<domain>{_DOMAIN}|{_LITERAL})"
    r"|(?P<postmaster>[Pp][Oo][Ss][Tt][Mm][Aa][Ss][Tt][Ee][Rr]))?>"
)
_PARAMETER = re.compile(r"([A-Za-z0-9][A-Za-z0-9\-]*)(?:=([!-<>-~]+))?")
_XTEXT = re.compile(r"(?:[!-*,-<>-~]|\+[0-9A-F]{2})+")
_ORCPT = re.compile(r"[A-Za-z0-9\-]{1,40};(?:[!-*,-<>-~]|\+[0-9A-F]{2})+")
_DIGITS = re.compile(r"[0-9]{1,20}")


class Refused(Exception):  # noqa: N818 - not an error: a refusal that carries its reply
    """The line does not follow the grammar; `reply` says so to the client."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.code)
        self.reply = reply


def read_sender(argument: bytes) -> tuple[str, SenderOptions]:
    """Read what follows `MAIL FROM:`; the null sender is the empty string.

    Raises:
        Refused: the path or a parameter is not valid.
    """
    path, parameters = _read(argument, BAD_SENDER)
    if path == "postmaster":
        raise Refused(BAD_SENDER)
    options = _sender_options(parameters)
    if not options.utf8 and not path.isascii():
        raise Refused(NEEDS_UTF8)
    return path, options


def read_recipient(argument: bytes, *, utf8: bool) -> Addressee:
    """Read what follows `RCPT TO:`; `utf8` tells whether MAIL declared SMTPUTF8.

    Raises:
        Refused: the path or a parameter is not valid, or the path is empty.
    """
    path, parameters = _read(argument, BAD_RECIPIENT)
    if not path:
        raise Refused(BAD_RECIPIENT)
    if not utf8 and not path.isascii():
        raise Refused(NEEDS_UTF8)
    unknown = parameters.keys() - {"NOTIFY", "ORCPT"}
    if unknown:
        raise Refused(UNKNOWN_PARAMETER)
    return Addressee(path, _notify(parameters), _orcpt(parameters))


def read_domain(argument: bytes) -> str | None:
    """Return the name a client greets with, or `None` when it is not a domain or a literal."""
    text = argument.decode("ascii", "replace").strip()
    if len(text) <= MAX_DOMAIN and re.fullmatch(rf"{_DOMAIN}\.?|{_LITERAL}", text):
        return text if text.isascii() else None
    return None


def _read(argument: bytes, refusal: Reply) -> tuple[str, Mapping[str, str | None]]:
    try:
        text = argument.decode("utf-8").rstrip(" ")
    except UnicodeDecodeError:
        raise Refused(refusal) from None
    found = _PATH.match(text)
    if found is None:
        raise Refused(refusal)
    rest = text[found.end() :]
    if rest and not rest.startswith(" "):
        raise Refused(refusal)
    return _address(found, refusal), _parameters(rest)


def _address(found: re.Match[str], refusal: Reply) -> str:
    if found["postmaster"]:
        return "postmaster"
    if found["local"] is None:
        return ""
    local, domain = found["local"], found["domain"].lower()
    if len(local.encode()) > MAX_LOCAL or len(domain.encode()) > MAX_DOMAIN:
        raise Refused(refusal)
    return f"{local}@{domain}"


def _parameters(rest: str) -> Mapping[str, str | None]:
    found: dict[str, str | None] = {}
    for word in rest.split():
        parameter = _PARAMETER.fullmatch(word)
        if parameter is None or parameter[1].upper() in found:
            raise Refused(BAD_ARGUMENT)
        found[parameter[1].upper()] = parameter[2]
    return found


def _sender_options(parameters: Mapping[str, str | None]) -> SenderOptions:
    if parameters.keys() - {"SIZE", "BODY", "SMTPUTF8", "RET", "ENVID"}:
        raise Refused(UNKNOWN_PARAMETER)
    if parameters.get("SMTPUTF8") is not None:
        raise Refused(BAD_ARGUMENT)
    ret = _one_of(parameters, "RET", ("FULL", "HDRS"))
    body = _one_of(parameters, "BODY", ("7BIT", "8BITMIME"))
    return SenderOptions(
        ret=ret,
        envid=_envid(parameters),
        eight_bit=body == "8BITMIME",
        utf8="SMTPUTF8" in parameters,
        size=_size(parameters),
    )


def _one_of(
    parameters: Mapping[str, str | None], name: str, allowed: tuple[str, ...]
) -> str | None:
    if name not in parameters:
        return None
    value = (parameters[name] or "").upper()
    if value not in allowed:
        raise Refused(BAD_ARGUMENT)
    return value


def _size(parameters: Mapping[str, str | None]) -> int | None:
    if "SIZE" not in parameters:
        return None
    value = parameters["SIZE"] or ""
    if not _DIGITS.fullmatch(value):
        raise Refused(BAD_ARGUMENT)
    return int(value)


def _envid(parameters: Mapping[str, str | None]) -> str | None:
    if "ENVID" not in parameters:
        return None
    value = parameters["ENVID"] or ""
    if len(value) > MAX_ENVID or not _XTEXT.fullmatch(value):
        raise Refused(BAD_ARGUMENT)
    return value


def _orcpt(parameters: Mapping[str, str | None]) -> str | None:
    if "ORCPT" not in parameters:
        return None
    value = parameters["ORCPT"] or ""
    if len(value) > MAX_ORCPT or not _ORCPT.fullmatch(value):
        raise Refused(BAD_ARGUMENT)
    return value


def _notify(parameters: Mapping[str, str | None]) -> frozenset[Notify]:
    """Read NOTIFY (RFC 3461, section 4.1): NEVER stands alone."""
    if "NOTIFY" not in parameters:
        return frozenset()
    value = parameters["NOTIFY"] or ""
    try:
        words = frozenset(Notify(word.upper()) for word in value.split(","))
    except ValueError:
        raise Refused(BAD_ARGUMENT) from None
    if Notify.NEVER in words and len(words) > 1:
        raise Refused(BAD_ARGUMENT)
    return words
