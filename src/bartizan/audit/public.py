"""The door of the ledger: everything other packages may use."""

from bartizan.audit.canonical import PrivateField
from bartizan.audit.entry import Entry, Outcome, SealedEntry
from bartizan.audit.errors import (
    EntryInvalidError,
    EntryNotFoundError,
    LedgerBrokenError,
    NoteError,
    SigningKeyError,
    SizeUnknownError,
    VerificationRunningError,
)
from bartizan.audit.keys import load_or_create
from bartizan.audit.ledger import Found, Ledger
from bartizan.audit.notes import Signer, Verifier
from bartizan.audit.permissions import AuditPermission
from bartizan.audit.proofs import Bundled, encode_bundle
from bartizan.audit.proving import ConsistencyProof, InclusionProof
from bartizan.audit.sealer import Sealer
from bartizan.audit.search import EntryFilter
from bartizan.audit.settings import AuditSettings
from bartizan.audit.verification import Verification

__all__ = [
    "AuditPermission",
    "AuditSettings",
    "Bundled",
    "ConsistencyProof",
    "Entry",
    "EntryFilter",
    "EntryInvalidError",
    "EntryNotFoundError",
    "Found",
    "InclusionProof",
    "Ledger",
    "LedgerBrokenError",
    "NoteError",
    "Outcome",
    "PrivateField",
    "SealedEntry",
    "Sealer",
    "Signer",
    "SigningKeyError",
    "SizeUnknownError",
    "Verification",
    "VerificationRunningError",
    "Verifier",
    "encode_bundle",
    "load_or_create",
]
