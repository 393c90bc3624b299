"""One DKIM-Signature or ARC-Message-Signature field as data (RFC 6376, section 3.5)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bartizan.mail.authentication.dkim.canonical import Canonicalisation
from bartizan.mail.authentication.domains import is_host, is_within, normalised
from bartizan.mail.authentication.fields import Field
from bartizan.mail.authentication.tags import (
    TagError,
    decoded,
    items,
    number,
    parse_tags,
    required,
)

#: What `a=` may say: the kind of key, and whether RFC 8301 still lets us believe it.
ALGORITHMS = {"rsa-sha256": True, "ed25519-sha256": True, "rsa-sha1": False}

_FORMS = re.compile(r"(simple|relaxed)(?:/(simple|relaxed))?")


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signature field claims. `length`, `signed_at` and `expires_at` may be absent."""

    field: Field
    algorithm: str
    signature: bytes
    body_hash: bytes
    header_form: Canonicalisation
    body_form: Canonicalisation
    domain: str
    selector: str
    names: tuple[str, ...]
    identity_domain: str
    length: int | None
    signed_at: int | None
    expires_at: int | None

    @property
    def key_name(self) -> str:
        """Return the name under which DNS keeps the key (section 3.6.2.1)."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def kind(self) -> str:
        """Return the kind of key that the algorithm needs: `rsa` or `ed25519`."""
        return self.algorithm.partition("-")[0]


def text_of(field: Field) -> str:
    """Return a field's value as text, whatever bytes it holds."""
    return field.value.decode("utf-8", "replace")


def parse_signature(field: Field) -> Signature:
    """Parse a DKIM-Signature field.

    Raises:
        TagError: it breaks the grammar, or a rule that verifiers must enforce (section 6.1.1).
    """
    tags = parse_tags(text_of(field))
    if required(tags, "v") != "1":
        raise TagError("it is of an unknown version")
    signature = read_signature(field, tags, "simple/simple")
    if "from" not in signature.names:
        raise TagError("it does not sign the From field")
    if not is_within(signature.identity_domain, signature.domain):
        raise TagError("the tag i= names another domain than d=")
    if "dns/txt" not in items(tags.get("q", "dns/txt")):
        raise TagError("its key is not kept in DNS")
    return signature


def read_signature(field: Field, tags: Mapping[str, str], forms: str) -> Signature:
    """Read what DKIM and ARC have in common; `forms` is the canonicalisation where none is named.

    Raises:
        TagError: a required tag is missing or a value is malformed.
    """
    header_form, body_form = _forms(tags.get("c", forms))
    domain = _host(tags, "d")
    if "h" not in tags:
        raise TagError("the tag h= is missing")
    signature = Signature(
        field=field,
        algorithm=algorithm_of(tags),
        signature=decoded(required(tags, "b"), "b"),
        body_hash=decoded(required(tags, "bh"), "bh"),
        header_form=header_form,
        body_form=body_form,
        domain=domain,
        selector=_host(tags, "s"),
        names=tuple(name.lower() for name in items(tags["h"])),
        identity_domain=normalised(tags.get("i", domain).rpartition("@")[2]),
        length=number(tags, "l"),
        signed_at=number(tags, "t"),
        expires_at=number(tags, "x"),
    )
    if (signature.expires_at or 0) < (
        signature.signed_at or 0
    ) and signature.expires_at is not None:
        raise TagError("it expires before it was made")
    return signature


def algorithm_of(tags: Mapping[str, str]) -> str:
    """Return the `a=` tag's value.

    Raises:
        TagError: it is none of `ALGORITHMS`.
    """
    algorithm = required(tags, "a")
    if algorithm not in ALGORITHMS:
        raise TagError("its algorithm is not known")
    return algorithm


def _forms(value: str) -> tuple[Canonicalisation, Canonicalisation]:
    match = _FORMS.fullmatch(value)
    if match is None:
        raise TagError("its canonicalisation is not known")
    return Canonicalisation(match[1]), Canonicalisation(match[2] or "simple")


def _host(tags: Mapping[str, str], name: str) -> str:
    value = normalised(required(tags, name))
    if not is_host(value):
        raise TagError(f"the tag {name}= is not a domain name")
    return value
