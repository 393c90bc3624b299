"""The door of ARC: is the chain of seals unbroken (RFC 8617, section 5.2)?"""

from bartizan.mail.authentication.arc.sets import ArcSet, Seal, read_sets
from bartizan.mail.authentication.dkim.canonical import (
    Canonical,
    relaxed_header,
    without_signature,
)
from bartizan.mail.authentication.dkim.keys import Key, UnusableKeyError, find_key
from bartizan.mail.authentication.dkim.signature import Signature
from bartizan.mail.authentication.dkim.verify import is_acceptable
from bartizan.mail.authentication.dns.questions import Answer, Evaluation, RecordType, ask_all
from bartizan.mail.authentication.results import ArcResult, Result
from bartizan.mail.authentication.tags import TagError
from bartizan.mail.authentication.wording import counted


class BrokenChainError(ValueError):
    """The chain fails; the text ends the sentence."""


class UnknownKeyError(ValueError):
    """A key could not be had just now; the text ends the sentence."""


def validate_arc(canonical: Canonical) -> Evaluation[ArcResult]:
    """Validate the whole chain; only the newest message signature must still hold.

    A chain that is broken in itself asks no question; the keys are asked for together.
    """
    try:
        sets = read_sets(canonical.message)
        if not sets:
            return ArcResult(result=Result.NONE, sentence="No forwarder sealed this message.")
        _check_claims(sets, canonical)
        yield from _check_signatures(sets, canonical)
    except (TagError, BrokenChainError) as error:
        return ArcResult(result=Result.FAIL, sentence=f"The ARC chain is broken: {error}.")
    except UnknownKeyError as error:
        return ArcResult(
            result=Result.TEMPERROR, sentence=f"The ARC chain was not checked: {error}."
        )
    sealers = tuple(item.seal.domain for item in sets)
    sentence = (
        f"{counted(len(sets), 'forwarder')} sealed this message, the last being {sealers[-1]}, "
        "and every seal is whole."
    )
    return ArcResult(result=Result.PASS, sentence=sentence, sealers=sealers)


def _check_claims(sets: tuple[ArcSet, ...], canonical: Canonical) -> None:
    """Check what needs no key (steps 2 and 3), and the body's hash."""
    for instance, item in enumerate(sets, start=1):
        wanted = "none" if instance == 1 else "pass"
        if item.seal.chain != wanted:
            raise BrokenChainError(
                f"seal {instance} of {item.seal.domain} says “{item.seal.chain}”, not “{wanted}”"
            )
    newest = sets[-1].message_signature
    if canonical.body_hash(newest.body_form, newest.length) != newest.body_hash:
        raise BrokenChainError(f"the body is not the one that {newest.domain} sealed")
    if newest.length is not None and newest.length < len(canonical.body(newest.body_form)):
        raise BrokenChainError(f"{newest.domain} sealed only the beginning of the body")


def _check_signatures(sets: tuple[ArcSet, ...], canonical: Canonical) -> Evaluation[None]:
    """Check the newest message signature and every seal (steps 4 and 6)."""
    newest = sets[-1].message_signature
    claims: list[Signature | Seal] = [newest, *(item.seal for item in sets)]
    answers = yield from ask_all((claim.key_name, RecordType.TXT) for claim in claims)
    keys = [_key(claim, answer) for claim, answer in zip(claims, answers, strict=True)]
    signed = canonical.signed_header(newest.header_form, newest.names, newest.field)
    if not keys[0].verifies(newest.signature, signed):
        raise BrokenChainError(f"the header is not the one that {newest.domain} sealed")
    for key, (seal, sealed) in zip(keys[1:], _sealed(sets), strict=True):
        if not key.verifies(seal.signature, sealed):
            raise BrokenChainError(f"the seal of {seal.domain} does not fit what it seals")


def _key(claim: Signature | Seal, answer: Answer) -> Key:
    if answer.unknown:
        raise UnknownKeyError(f"{answer.why} about the key of {claim.domain}")
    try:
        key = find_key(answer)
    except UnusableKeyError as error:
        raise BrokenChainError(f"{claim.domain} sealed it, but {error}") from error
    if not is_acceptable(key, claim.kind):
        raise BrokenChainError(f"the key of {claim.domain} is not acceptable")
    return key


def _sealed(sets: tuple[ArcSet, ...]) -> list[tuple[Seal, bytes]]:
    """Return each seal with what it signs: every set up to its own (section 5.1.1)."""
    found, before = [], b""
    for item in sets:
        fields = item.results, item.message_signature.field
        before += b"".join(relaxed_header(field.raw) + b"\r\n" for field in fields)
        own = relaxed_header(without_signature(item.seal.field.raw))
        found.append((item.seal, before + own))
        before += relaxed_header(item.seal.field.raw) + b"\r\n"
    return found
