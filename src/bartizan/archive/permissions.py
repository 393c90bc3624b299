"""What roles may allow in the archive; the same words name the actions in the ledger."""

from enum import StrEnum


class ArchivePermission(StrEnum):
    """Permissions of the archive."""

    MESSAGE_READ = "archive:message:read"
    MESSAGE_EXPORT = "archive:message:export"
    INDEX_READ = "archive:index:read"
