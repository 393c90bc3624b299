"""The Authentication-Results field (RFC 8601): what we found, for those who read the mail next."""

import re

from bartizan.mail.authentication.results import (
    Authentication,
    DkimResult,
    Result,
    SpfIdentity,
    SpfResult,
)

#: RFC 2045's token without what RFC 8601 gives a meaning; anything else is quoted.
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`{|}~@-]+")
_UNSAFE = re.compile(r"[^\x20-\x7e]")
LONGEST_VALUE = 256


def authentication_results(authserv_id: str, authentication: Authentication) -> str:
    """Return the field's value, one method to a folded line, without a line end at its end.

    Whatever strangers wrote is ASCII, bounded and quoted, so that it can neither end the field
    nor pose as another method. Senders write this field too: remove those that claim
    `authserv_id` from a message before this one is added (RFC 8601, section 5).
    """
    methods = [
        _spf(authentication.spf),
        *(_dkim(item) for item in authentication.dkim or _UNSIGNED),
        _method("dmarc", authentication.dmarc.result, ("header.from", authentication.dmarc.domain)),
        _method("arc", authentication.arc.result),
    ]
    return ";\r\n\t".join([_value(authserv_id), *methods])


_UNSIGNED = (DkimResult(result=Result.NONE, domain="", selector="", sentence=""),)


def _spf(found: SpfResult) -> str:
    name = "smtp.mailfrom" if found.identity is SpfIdentity.MAIL_FROM else "smtp.helo"
    return _method("spf", found.result, (name, found.domain))


def _dkim(found: DkimResult) -> str:
    return _method(
        "dkim",
        found.result,
        ("header.d", found.domain),
        ("header.s", found.selector),
        ("header.a", found.algorithm or ""),
    )


def _method(name: str, result: Result, *properties: tuple[str, str]) -> str:
    pieces = [f"{name}={result}", *(f"{key}={_value(text)}" for key, text in properties if text)]
    return " ".join(pieces)


def _value(text: str) -> str:
    text = _UNSAFE.sub("?", text[:LONGEST_VALUE])
    if _TOKEN.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
