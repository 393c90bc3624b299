"""What one may do with the ledger; the words are also the actions it records about itself."""

from enum import StrEnum


class AuditPermission(StrEnum):
    """Permission words of the ledger."""

    ENTRY_READ = "audit:entry:read"
    ENTRY_SHRED = "audit:entry:shred"
    LEDGER_VERIFY = "audit:ledger:verify"
