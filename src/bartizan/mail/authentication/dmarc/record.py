"""DMARC policy records as data (RFC 9989, sections 4.7 and 4.8), read as tolerantly as it asks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

#: Longer records are taken for none at all.
LONGEST_RECORD = 8192

_VERSION = re.compile(r"[ \t]*[vV][ \t]*=[ \t]*DMARC1[ \t]*(?:;|\Z)")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
_FAILURE_OPTIONS = re.compile(r"[01ds](?:[ \t]*:[ \t]*[01ds]){0,3}")
_SPACE = " \t"
#: Addresses for reports that are kept of one record, and the length of each.
_MOST_URIS, _LONGEST_URI = 10, 500


class Policy(StrEnum):
    """What a domain's owner asks to be done with mail that fails."""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class PolicyRecord:
    """One record. `subdomains` and `missing` (for names that do not exist) may be absent.

    `boundary` is the `psd` tag: `y` for a public suffix, `n` for an organisational domain, `u`.
    `usable` is false where the record asks for something that nobody can read and names nobody
    who would want to hear of it (section 4.10.1). `reports_to` are the URIs of `rua` as they stand,
    `failure_options` is `fo`.
    """

    policy: Policy
    subdomains: Policy | None
    missing: Policy | None
    boundary: str
    testing: bool
    strict_spf: bool
    strict_dkim: bool
    usable: bool = True
    reports_to: tuple[str, ...] = ()
    failure_options: str = "0"

    def inherited(self, *, exists: bool) -> Policy:
        """Return the policy for a name below the record's: `np`, else `sp`, else `p`."""
        if not exists and self.missing is not None:
            return self.missing
        return self.subdomains or self.policy


def is_record(text: str) -> bool:
    """Say whether a TXT record starts with DMARC's version tag, letter for letter."""
    return len(text) <= LONGEST_RECORD and _VERSION.match(text) is not None


def parse_record(text: str) -> PolicyRecord:
    """Parse a record for which `is_record` holds: what cannot be read falls to its default.

    A record without `p` asks for nothing. One whose `p`, `sp` or `np` is not a policy asks for
    nothing if it wants reports, and is otherwise not usable.
    """
    written = _tags(text)
    tags = {name: value.lower() for name, value in written.items()}
    asked = {name: tags[name] for name in ("p", "sp", "np") if name in tags}
    readable = all(value in set(Policy) for value in asked.values())
    policies = {name: Policy(value) for name, value in asked.items()} if readable else {}
    reports_to = _uris(written.get("rua", ""))
    return PolicyRecord(
        policy=policies.get("p", Policy.NONE),
        subdomains=policies.get("sp"),
        missing=policies.get("np"),
        boundary=tags.get("psd", "u"),
        testing=tags.get("t") == "y",
        strict_spf=tags.get("aspf") == "s",
        strict_dkim=tags.get("adkim") == "s",
        usable=readable or bool(reports_to),
        reports_to=reports_to,
        failure_options=_failure_options(tags.get("fo", "")),
    )


def _tags(text: str) -> Mapping[str, str]:
    """Return the first value of every tag as it stands; names in lower case."""
    tags: dict[str, str] = {}
    for piece in text.split(";"):
        name, equals, value = piece.partition("=")
        if equals:
            tags.setdefault(name.strip(_SPACE).lower(), value.strip(_SPACE))
    return tags


def _uris(text: str) -> tuple[str, ...]:
    """Return what is a URI in a list of them; the case of its letters may matter to its owner."""
    found = (uri.strip(_SPACE) for uri in text.split(","))
    wanted = (uri for uri in found if len(uri) <= _LONGEST_URI and _URI.fullmatch(uri))
    return tuple(dict.fromkeys(wanted))[:_MOST_URIS]


def _failure_options(text: str) -> str:
    if not _FAILURE_OPTIONS.fullmatch(text):
        return "0"
    return "".join(letter for letter in text if letter not in _SPACE)
