"""The bytes of an entry: what is hashed, signed and proved. No I/O.

A leaf is one line of JSON with sorted names and nothing between its tokens:

    {"entry":{…},"index":7,"previous":"<hex>","v":1}

`entry` (the body) is all that its maker said and is fixed when it is staged; `index` and
`previous`, the leaf hash of the entry before (of the empty tree for the first), are added when it
is sealed. So all but two short values is serialised before anybody holds a lock.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

import orjson

from bartizan.audit.entry import Entry, Outcome, SealedEntry
from bartizan.audit.errors import EntryInvalidError
from bartizan.audit.merkle import HASH_SIZE, leaf_hash
from bartizan.audit.plain import plain_details, plain_text
from bartizan.base.actor import Actor, ActorKind

VERSION = 1
MAX_BODY = 60_000
SALT_SIZE = 32
#: Characters; what is indexed stays below what a page of an index can hold.
_SHORT, _LONG, _REASON = 200, 500, 1000
_MAX_PRIVATE, _MAX_VALUE = 100, 10_000
_TOP = {"entry", "index", "previous", "v"}
_BODY = {
    "action", "actor", "details", "id", "object", "outcome", "private", "reason", "request_id",
    "time",
}  # fmt: skip
#: The names of a body in sorted order.
_FORM = (
    b'{"action":%b,"actor":%b,"details":%b,"id":"%b","object":%b,"outcome":%b,'
    b'"private":%b,"reason":%b,"request_id":%b,"time":"%b"}'
)
_ACTOR = {"id", "kind", "name"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class MalformedEntryError(ValueError):
    """The bytes are not those of an entry."""


class Columns(NamedTuple):
    """What a row repeats of its entry, to be found by; the time in microseconds since 1970."""

    id: str
    time: int
    actor_id: str
    action: str
    object: str
    outcome: str


class PrivateField(NamedTuple):
    """A private value and the salt that hides it behind its commitment."""

    name: str
    salt: bytes
    value: str


class Prepared(NamedTuple):
    """An entry ready to be sealed: its columns, its body, and what must stay out of the leaf."""

    columns: Columns
    body: bytes
    private: tuple[PrivateField, ...] = ()


def commitment(salt: bytes, value: str) -> bytes:
    """Return what the leaf holds instead of a private value."""
    return sha256(salt + value.encode()).digest()


class Stamp(NamedTuple):
    """A moment as entries write it and as rows keep it; made once for a batch."""

    text: bytes
    microseconds: int


def stamp(moment: datetime) -> Stamp:
    """Return the stamp of a moment (aware)."""
    text = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return Stamp(text.replace("+00:00", "Z").encode(), (moment - _EPOCH) // _MICROSECOND)


def prepare(entry: Entry, identifier: str, moment: Stamp) -> Prepared:
    """Turn an entry into its body.

    Raises:
        EntryInvalidError: it holds so much private data that it fits no entry.
    """
    columns = Columns(
        identifier,
        moment.microseconds,
        plain_text(entry.actor.id, _SHORT),
        plain_text(entry.action, _SHORT),
        plain_text(entry.object, _LONG),
        entry.outcome.value,
    )
    private = _private(entry) if entry.private else ()
    details = _sorted_json(plain_details(entry.details)) if entry.details else b"{}"
    body = _body(entry, columns, moment, details, private)
    if len(body) > MAX_BODY:
        cut = {"cut": True, "bytes": len(details), "sha256": sha256(details).hexdigest()}
        body = _body(entry, columns, moment, _sorted_json(cut), private)
    if len(body) > MAX_BODY or len(private) > _MAX_PRIVATE:
        raise EntryInvalidError(f"An entry holds at most {_MAX_PRIVATE} private fields.")
    return Prepared(columns, body, private)


def prepared_from(body: bytes) -> Prepared:
    """Read a staged body back.

    Raises:
        MalformedEntryError: it is not a body.
    """
    if len(body) > MAX_BODY:
        raise MalformedEntryError("the body is too long")
    return Prepared(_columns_of(_object(_json(body), _BODY)), body)


def assemble(body: bytes, index: int, previous: bytes) -> bytes:
    """Return the canonical bytes of an entry at its place in the ledger."""
    return b'{"entry":%b,"index":%d,"previous":"%b","v":%d}' % (
        body, index, previous.hex().encode(), VERSION,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaf:
    """What canonical bytes say, as far as a row repeats it or verification needs it."""

    index: int
    previous: bytes
    columns: Columns
    commitments: Mapping[str, bytes]


def read_leaf(canonical: bytes) -> Leaf:
    """Read what verification needs from canonical bytes.

    Raises:
        MalformedEntryError: they are not those of an entry.
    """
    return _leaf(*_parse(canonical))


def read_entry(canonical: bytes) -> SealedEntry:
    """Read an entry from its canonical bytes.

    Raises:
        MalformedEntryError: they are not those of an entry.
    """
    top, body = _parse(canonical)
    leaf = _leaf(top, body)
    columns, actor = leaf.columns, body["actor"]
    try:
        return SealedEntry(
            index=leaf.index,
            id=columns.id,
            time=_EPOCH + timedelta(microseconds=columns.time),
            actor=Actor(columns.actor_id, ActorKind(actor["kind"]), actor["name"]),
            action=columns.action,
            object=columns.object,
            outcome=Outcome(columns.outcome),
            reason=body["reason"],
            request_id=body["request_id"],
            details=_object(body["details"]),
            commitments=leaf.commitments,
            previous=leaf.previous,
            leaf_hash=leaf_hash(canonical),
            canonical=canonical,
        )
    except ValueError as error:
        raise MalformedEntryError("the kind of actor or the outcome is not one we know") from error


def _parse(canonical: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    top = _object(_json(canonical), _TOP)
    if type(top["index"]) is not int or top["v"] != VERSION:
        raise MalformedEntryError("the index is no number, or the version is unknown")
    return top, _object(top["entry"], _BODY)


def _leaf(top: dict[str, Any], body: dict[str, Any]) -> Leaf:
    private = _object(body["private"])
    commitments = {name: _hash(value) for name, value in private.items()}
    return Leaf(top["index"], _hash(top["previous"]), _columns_of(body), commitments)


def _private(entry: Entry) -> tuple[PrivateField, ...]:
    named = {plain_text(name, _SHORT): value for name, value in entry.private.items()}
    return tuple(
        PrivateField(name, os.urandom(SALT_SIZE), plain_text(value, _MAX_VALUE))
        for name, value in named.items()
    )


def _body(
    entry: Entry,
    columns: Columns,
    moment: Stamp,
    details: bytes,
    private: tuple[PrivateField, ...],
) -> bytes:
    """Write a body with its names in sorted order; half of it is the same again and again."""
    actor = entry.actor
    return _FORM % (
        _short(entry.action),
        _actor(actor.id, actor.kind.value, actor.name),
        details,
        columns.id.encode(),
        orjson.dumps(columns.object),
        _short(columns.outcome),
        _sorted_json({field.name: commitment(*field[1:]).hex() for field in private})
        if private
        else b"{}",
        _optional(entry.reason, _REASON),
        _optional(entry.request_id, _SHORT),
        moment.text,
    )


@lru_cache(maxsize=4096)
def _actor(identifier: str, kind: str, name: str) -> bytes:
    return _sorted_json(
        {"id": plain_text(identifier, _SHORT), "kind": kind, "name": plain_text(name, _SHORT)}
    )


@lru_cache(maxsize=4096)
def _short(text: str) -> bytes:
    return orjson.dumps(plain_text(text, _SHORT))


def _optional(text: str | None, limit: int) -> bytes:
    return b"null" if text is None else orjson.dumps(plain_text(text, limit))


def _sorted_json(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _columns_of(body: dict[str, Any]) -> Columns:
    actor = _object(body["actor"], _ACTOR)
    texts = (body["id"], actor["id"], body["action"], body["object"], body["outcome"])
    optional = (body["reason"], body["request_id"])
    if not all(isinstance(value, str) for value in (*texts, actor["kind"], actor["name"])):
        raise MalformedEntryError("a field is not text")
    if not all(value is None or isinstance(value, str) for value in optional):
        raise MalformedEntryError("the reason or the request id is not text")
    return Columns(texts[0], _microseconds(body["time"]), *texts[1:])


@lru_cache(maxsize=1024)
def _microseconds(time: Any) -> int:
    try:
        return (datetime.fromisoformat(time) - _EPOCH) // _MICROSECOND
    except (TypeError, ValueError) as error:
        raise MalformedEntryError("the time is not one we write") from error


def _json(content: bytes) -> Any:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise MalformedEntryError("the bytes are not JSON") from error


def _object(value: Any, names: set[str] | None = None) -> dict[str, Any]:
    if not isinstance(value, dict) or (names is not None and value.keys() != names):
        raise MalformedEntryError("the names are not those of an entry")
    return value


def _hash(value: Any) -> bytes:
    try:
        found = bytes.fromhex(value)
    except (TypeError, ValueError) as error:
        raise MalformedEntryError("a hash is not hexadecimal") from error
    if len(found) != HASH_SIZE:
        raise MalformedEntryError("a hash is not 32 bytes long")
    return found
