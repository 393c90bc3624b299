"""The door of DKIM: every signature of a message, each with a result and its sentence."""

from collections.abc import Sequence
from datetime import datetime

from bartizan.mail.authentication.dkim.canonical import Canonical
from bartizan.mail.authentication.dkim.keys import (
    LARGEST_RSA,
    SMALLEST_RSA,
    Key,
    UnusableKeyError,
    find_key,
)
from bartizan.mail.authentication.dkim.signature import (
    ALGORITHMS,
    Signature,
    parse_signature,
    text_of,
)
from bartizan.mail.authentication.dns.questions import Answer, Evaluation, RecordType, ask_all
from bartizan.mail.authentication.fields import Field
from bartizan.mail.authentication.results import DkimResult, Result
from bartizan.mail.authentication.tags import TagError, parse_tags
from bartizan.mail.authentication.wording import counted, shown

FIELD = "dkim-signature"
#: Signatures beyond these, from the top, are not evaluated.
MOST_SIGNATURES = 8


def verify_dkim(canonical: Canonical, now: datetime) -> Evaluation[tuple[DkimResult, ...]]:
    """Verify the signatures from the top down; a message without any gives no result.

    A signature that can be judged without its key (malformed, expired, body changed) asks no
    question. The keys of the others are asked for together.
    """
    fields = canonical.message.named(FIELD)
    judged = [_without_key(field, canonical, now) for field in fields[:MOST_SIGNATURES]]
    waiting = [item for item in judged if isinstance(item, Signature)]
    answers = yield from ask_all((item.key_name, RecordType.TXT) for item in waiting)
    keys = dict(zip(map(id, waiting), answers, strict=True))
    results = [
        _with_key(item, keys[id(item)], canonical) if isinstance(item, Signature) else item
        for item in judged
    ]
    return (*results, *_unread(fields[MOST_SIGNATURES:]))


def _without_key(field: Field, canonical: Canonical, now: datetime) -> Signature | DkimResult:
    try:
        signature = parse_signature(field)
    except TagError as error:
        return _malformed(field, error)
    if not ALGORITHMS[signature.algorithm]:
        sentence = (
            f"{signature.domain} signed with {signature.algorithm}, which proves nothing now."
        )
        return _result(signature, Result.POLICY, sentence)
    if signature.expires_at is not None and signature.expires_at < now.timestamp():
        return _result(signature, Result.FAIL, f"The signature of {signature.domain} has expired.")
    if canonical.body_hash(signature.body_form, signature.length) != signature.body_hash:
        sentence = f"The body is not the one that {signature.domain} signed."
        return _result(signature, Result.FAIL, sentence)
    return signature


def _malformed(field: Field, error: TagError) -> DkimResult:
    try:
        tags = parse_tags(text_of(field))
    except TagError:
        tags = {}
    return DkimResult(
        result=Result.PERMERROR,
        domain=shown(tags.get("d", "")),
        selector=shown(tags.get("s", "")),
        sentence=f"A signature cannot be evaluated: {error}.",
    )


def _with_key(signature: Signature, answer: Answer, canonical: Canonical) -> DkimResult:
    whose = f"The signature of {signature.domain} (selector {signature.selector})"
    if answer.unknown:
        return _result(signature, Result.TEMPERROR, f"{whose} was not checked: {answer.why}.")
    try:
        key = find_key(answer)
    except UnusableKeyError as error:
        return _result(signature, Result.PERMERROR, f"{whose} cannot be checked: {error}.")
    if key.kind != signature.kind:
        sentence = f"{whose} cannot be checked: its key is for another algorithm."
        return _result(signature, Result.PERMERROR, sentence)
    if key.exact_identity and signature.identity_domain != signature.domain:
        sentence = f"{whose} is for a subdomain, which its key forbids."
        return _result(signature, Result.PERMERROR, sentence, key)
    return _checked(signature, key, canonical)


def _checked(signature: Signature, key: Key, canonical: Canonical) -> DkimResult:
    if not _is_trusted(key):
        sentence = f"{signature.domain} signed with a {key.bits}-bit key, which is not acceptable."
        return _result(signature, Result.POLICY, sentence, key)
    signed = canonical.signed_header(signature.header_form, signature.names, signature.field)
    if not key.verifies(signature.signature, signed):
        return _unproven(signature, key)
    unsigned = _unsigned_bytes(signature, canonical)
    if unsigned:
        sentence = (
            f"{signature.domain} signed only the first {counted(signature.length or 0, 'byte')} "
            f"of the body; {counted(unsigned, 'byte')} after them may be anybody's."
        )
        return _result(signature, Result.POLICY, sentence, key, unsigned)
    sentence = (
        f"{signature.domain} signed this message with a {key.bits}-bit key (selector "
        f"{signature.selector}), and nothing that it signed was changed since."
    )
    return _result(signature, Result.PASS, sentence, key)


def _unproven(signature: Signature, key: Key) -> DkimResult:
    """Say that the signature does not fit; a key under test gets the benefit (section 3.6.1)."""
    sentence = f"The header is not the one that {signature.domain} signed, or the key is another."
    if key.testing:
        sentence += " Its owner is only testing."
    return _result(signature, Result.NEUTRAL if key.testing else Result.FAIL, sentence, key)


def _is_trusted(key: Key) -> bool:
    return key.kind != "rsa" or SMALLEST_RSA <= key.bits <= LARGEST_RSA


def is_acceptable(key: Key, kind: str) -> bool:
    """Say whether `key` is of `kind` and of a length that may be believed (RFC 8301)."""
    return key.kind == kind and _is_trusted(key)


def _unsigned_bytes(signature: Signature, canonical: Canonical) -> int:
    if signature.length is None:
        return 0
    return max(0, len(canonical.body(signature.body_form)) - signature.length)


def _unread(fields: Sequence[Field]) -> tuple[DkimResult, ...]:
    if not fields:
        return ()
    sentence = (
        f"{counted(len(fields), 'further signature')} did not get evaluated: "
        f"a message may have {MOST_SIGNATURES}."
    )
    return (DkimResult(result=Result.POLICY, domain="", selector="", sentence=sentence),)


def _result(
    signature: Signature, result: Result, sentence: str, key: Key | None = None, unsigned: int = 0
) -> DkimResult:
    return DkimResult(
        result=result,
        domain=signature.domain,
        selector=signature.selector,
        sentence=sentence,
        algorithm=signature.algorithm,
        key_bits=None if key is None else key.bits,
        unsigned_bytes=unsigned,
    )
