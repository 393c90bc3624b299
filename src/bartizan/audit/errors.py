"""Coded errors of the ledger."""

from bartizan.base.errors import BartizanError, ConflictError, InvalidError, NotFoundError


class NoteError(InvalidError):
    """A signed note, key string or proof cannot be read, or is not signed as it should be."""

    code = "audit-note"
    title = "That is not a note signed by the expected key"


class EntryInvalidError(InvalidError):
    """What was to be recorded does not fit into an entry."""

    code = "audit-entry-invalid"
    title = "That cannot be recorded"


class EntryNotFoundError(NotFoundError):
    """The ledger has no such entry."""

    code = "audit-entry-not-found"
    title = "No such entry in the ledger"


class SizeUnknownError(InvalidError):
    """The ledger was never of the sizes asked about."""

    code = "audit-size-unknown"
    title = "The ledger was never of that size"


class LedgerBrokenError(BartizanError):
    """The stored ledger contradicts itself; nothing is signed on top of it."""

    code = "audit-ledger-broken"
    title = "The ledger contradicts itself"


class SigningKeyError(BartizanError):
    """The signing key cannot be used."""

    code = "audit-signing-key"
    title = "The ledger's signing key cannot be used"


class VerificationRunningError(ConflictError):
    """The whole ledger is being verified already."""

    code = "audit-verification-running"
    title = "The ledger is being verified already"
