"""Canonicalisation (RFC 6376, section 3.4), and its results kept for several signatures.

Every function is linear in its input, but for a factor that grows with the logarithm of the longest
run of white space.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from bartizan.mail.authentication.fields import Field, RawMessage

_TAG = re.compile(rb"[ \t\r\n]*b[ \t\r\n]*=", re.DOTALL)


class Canonicalisation(StrEnum):
    """How much a relay may rewrite without breaking the signature."""

    SIMPLE = "simple"
    RELAXED = "relaxed"


def relaxed_header(raw: bytes) -> bytes:
    """Canonicalise one field (without its last CRLF): name lower-case, unfolded, one space."""
    name, _, value = raw.partition(b":")
    value = _reduced(value.replace(b"\r\n", b""))
    return name.strip(b" \t").lower() + b":" + value.strip(b" \t")


def simple_body(body: bytes) -> bytes:
    """End the body in exactly one CRLF; an empty body becomes one."""
    return _without_empty_end(body) + b"\r\n"


def relaxed_body(body: bytes) -> bytes:
    """Reduce white space inside lines, remove it at their ends, and drop empty lines at the end."""
    if not body.endswith(b"\r\n"):
        body += b"\r\n"
    body = _without_empty_end(_reduced(body).replace(b" \r\n", b"\r\n"))
    return body + b"\r\n" if body else b""


def _reduced(text: bytes) -> bytes:
    """Make every run of spaces and tabs one space; each round halves the runs that are left."""
    text = text.replace(b"\t", b" ")
    while b"  " in text:
        text = text.replace(b"  ", b" ")
    return text


def _without_empty_end(body: bytes) -> bytes:
    """Remove every CRLF at the end, but no bare carriage return."""
    kept = body.rstrip(b"\r\n")
    end = body[len(kept) :].replace(b"\r\n", b"\n").rstrip(b"\n")
    return kept + end.replace(b"\n", b"\r\n")


def without_signature(raw: bytes) -> bytes:
    """Empty the `b=` tag of a signature field, white space around its value included."""
    name, colon, value = raw.partition(b":")
    tags = []
    for tag in value.split(b";"):
        match = _TAG.match(tag)
        tags.append(tag if match is None else match.group())
    return name + colon + b";".join(tags)


class Canonical:
    """One message in canonical form; everything is worked out once, when first asked for."""

    def __init__(self, message: RawMessage) -> None:
        self.message = message
        self._bodies: dict[Canonicalisation, bytes] = {}
        self._hashes: dict[tuple[Canonicalisation, int | None], bytes] = {}
        self._relaxed: dict[int, bytes] = {}

    def body(self, form: Canonicalisation) -> bytes:
        """Return the whole canonical body."""
        if form not in self._bodies:
            self._bodies[form] = _BODIES[form](self.message.body)
        return self._bodies[form]

    def body_hash(self, form: Canonicalisation, length: int | None = None) -> bytes:
        """Return the SHA-256 of the first `length` bytes of the canonical body."""
        key = form, length
        if key not in self._hashes:
            body = memoryview(self.body(form))[:length]
            self._hashes[key] = hashlib.sha256(body).digest()
        return self._hashes[key]

    def field(self, form: Canonicalisation, position: int) -> bytes:
        """Return one canonical field without its CRLF."""
        raw = self.message.fields[position].raw
        if form is Canonicalisation.SIMPLE:
            return raw
        if position not in self._relaxed:
            self._relaxed[position] = relaxed_header(raw)
        return self._relaxed[position]

    def signed_header(
        self, form: Canonicalisation, names: Sequence[str], signature: Field
    ) -> bytes:
        """Return what a signature over `names` (lower case) signs (section 3.7).

        A name that is listed again means the next field of that name further up; one that is
        listed more often than it is there adds nothing, which is how signers forbid additions.
        """
        left = {name: list(self.message.positions.get(name, ())) for name in set(names)}
        chosen = [left[name].pop() for name in names if left[name]]
        pieces = [self.field(form, position) for position in chosen]
        return b"\r\n".join([*pieces, _own(form, signature)])


def _own(form: Canonicalisation, signature: Field) -> bytes:
    raw = without_signature(signature.raw)
    return raw if form is Canonicalisation.SIMPLE else relaxed_header(raw)


_BODIES: dict[Canonicalisation, Callable[[bytes], bytes]] = {
    Canonicalisation.SIMPLE: simple_body,
    Canonicalisation.RELAXED: relaxed_body,
}
