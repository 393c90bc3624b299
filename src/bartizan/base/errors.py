"""Errors with a code, an HTTP status and a sentence that tells the reader what to do.

Every error that may reach a person derives from `BartizanError`. Over HTTP it is rendered as a
problem document (RFC 9457); on the command line as one line and an exit code. The docs list each
code, and a test fails when one is missing there.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar


class BartizanError(Exception):
    """A failure we expected to be possible and can explain.

    Subclasses set `code` (kebab-case, unique), `status` (HTTP) and `title` (a short phrase that
    never varies). The message given at the raise is the `detail`: what happened and what to do.
    Never put a secret, a password or a message body into it.
    """

    code: ClassVar[str] = "internal-error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something failed on our side"

    def __init__(self, detail: str, **facts: Any) -> None:
        """Keep the sentence and any machine-readable `facts` that belong to it."""
        super().__init__(detail)
        self.detail = detail
        self.facts: Mapping[str, Any] = facts


class NotFoundError(BartizanError):
    """The thing asked for does not exist, or the asker may not know that it does."""

    code = "not-found"
    status = 404
    title = "No such thing"


class ConflictError(BartizanError):
    """The request is sound but the thing's present state does not allow it."""

    code = "conflict"
    status = 409
    title = "The present state does not allow that"


class InvalidError(BartizanError):
    """What was sent cannot be understood or breaks a rule that the sentence names."""

    code = "invalid"
    status = 422
    title = "That input is not valid"


class UnauthenticatedError(BartizanError):
    """Nobody is signed in, or the credential is not valid any more."""

    code = "unauthenticated"
    status = 401
    title = "Sign in first"


class ForbiddenError(BartizanError):
    """The signed-in actor lacks the permission named in the sentence."""

    code = "forbidden"
    status = 403
    title = "Your roles do not allow that"


class ThrottledError(BartizanError):
    """Too many tries in too short a time; `retry_after` in the facts is in seconds."""

    code = "throttled"
    status = 429
    title = "Too many requests"


class UnavailableError(BartizanError):
    """Something we depend on is away; trying again later is right."""

    code = "unavailable"
    status = 503
    title = "A part we depend on is away"


class PayloadTooLargeError(BartizanError):
    """The body is over the limit named in the sentence."""

    code = "payload-too-large"
    status = 413
    title = "That is too large"


def every_error(root: type[BartizanError] = BartizanError) -> Iterator[type[BartizanError]]:
    """Yield `root` and every loaded class below it, once each, for docs and OpenAPI."""
    yield root
    for child in root.__subclasses__():
        yield from every_error(child)


def problem(error: BartizanError, *, instance: str | None = None) -> dict[str, Any]:
    """Render an error as an RFC 9457 problem document."""
    document: dict[str, Any] = {
        "type": f"urn:bartizan:error:{error.code}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
    }
    if instance is not None:
        document["instance"] = instance
    return document | {key: value for key, value in error.facts.items() if key not in document}
