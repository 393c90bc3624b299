"""The ARC fields of a message sorted into sets by their instance (RFC 8617, section 4.2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from bartizan.mail.authentication.dkim.signature import (
    ALGORITHMS,
    Signature,
    algorithm_of,
    read_signature,
    text_of,
)
from bartizan.mail.authentication.domains import is_host, normalised
from bartizan.mail.authentication.fields import Field, RawMessage
from bartizan.mail.authentication.tags import TagError, decoded, number, parse_tags, required

RESULTS, MESSAGE_SIGNATURE, SEAL = (
    "arc-authentication-results",
    "arc-message-signature",
    "arc-seal",
)
#: RFC 8617, section 4.2.1.
MOST_SETS = 50

Part = TypeVar("Part")

_RESULTS_INSTANCE = re.compile(rb"[ \t\r\n]*i[ \t\r\n]*=[ \t\r\n]*([0-9]{1,2})[ \t\r\n]*;")


@dataclass(frozen=True, slots=True)
class Seal:
    """What an ARC-Seal field claims; `chain` is its `cv=` tag."""

    field: Field
    algorithm: str
    signature: bytes
    domain: str
    selector: str
    chain: str

    @property
    def key_name(self) -> str:
        """Return the name under which DNS keeps the key."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def kind(self) -> str:
        """Return the kind of key that the algorithm needs."""
        return self.algorithm.partition("-")[0]


@dataclass(frozen=True, slots=True)
class ArcSet:
    """The three fields that one forwarder added."""

    results: Field
    message_signature: Signature
    seal: Seal


def read_sets(message: RawMessage) -> tuple[ArcSet, ...]:
    """Return the sets, instance 1 first; none where the message has no ARC fields.

    Raises:
        TagError: a field is malformed, or the sets are not complete and in sequence.
    """
    fields = [message.named(name) for name in (RESULTS, MESSAGE_SIGNATURE, SEAL)]
    count = max(map(len, fields))
    if count > MOST_SETS:
        raise TagError(f"it has more than {MOST_SETS} sets")
    if any(len(found) != count for found in fields):
        raise TagError("a set lacks one of its fields or has one twice")
    results = _in_sequence({_results_instance(field): field for field in fields[0]}, count)
    signatures = _in_sequence(dict(map(_message_signature, fields[1])), count)
    seals = _in_sequence(dict(map(_seal, fields[2])), count)
    return tuple(map(ArcSet, results, signatures, seals))


def _in_sequence(found: Mapping[int, Part], count: int) -> list[Part]:
    if found.keys() != set(range(1, count + 1)):
        raise TagError("the instances are not 1, 2, 3 and so on")
    return [found[instance] for instance in range(1, count + 1)]


def _results_instance(field: Field) -> int:
    match = _RESULTS_INSTANCE.match(field.value)
    if match is None:
        raise TagError("authentication results do not start with their instance")
    return int(match[1])


def _instance(tags: Mapping[str, str]) -> int:
    instance = number(tags, "i")
    if instance is None or not 1 <= instance <= MOST_SETS:
        raise TagError("an instance is missing or out of range")
    return instance


def _message_signature(field: Field) -> tuple[int, Signature]:
    """Read an ARC-Message-Signature (section 4.1.2): DKIM's tags, and `i=` is the instance.

    Sealers that leave `c=` out mean relaxed, not DKIM's default: the suite of RFC 8617 has them.
    """
    tags = parse_tags(text_of(field))
    signature = read_signature(field, tags, "relaxed/relaxed")
    if not ALGORITHMS[signature.algorithm]:
        raise TagError("a message signature uses an algorithm that proves nothing now")
    if SEAL in signature.names:
        raise TagError("a message signature covers a seal")
    return _instance(tags), signature


def _seal(field: Field) -> tuple[int, Seal]:
    """Read an ARC-Seal (section 4.1.3)."""
    tags = parse_tags(text_of(field))
    algorithm = algorithm_of(tags)
    domain, selector = (normalised(required(tags, name)) for name in "ds")
    if not ALGORITHMS[algorithm] or not is_host(domain) or not is_host(selector):
        raise TagError("a seal's algorithm, domain or selector is not acceptable")
    if "h" in tags or required(tags, "cv") not in {"none", "pass", "fail"}:
        raise TagError("a seal has a forbidden tag or does not say what it found")
    number(tags, "t")
    signature = decoded(required(tags, "b"), "b")
    return _instance(tags), Seal(field, algorithm, signature, domain, selector, tags["cv"])
