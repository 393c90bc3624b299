"""What may be allowed about mail; the same words are the ledger's actions."""

from enum import StrEnum


class MailPermission(StrEnum):
    """Permissions of mail."""

    MESSAGE_READ = "mail:message:read"
    MESSAGE_SCAN = "mail:message:scan"
    MESSAGE_REPORT = "mail:message:report"
    SENDER_READ = "mail:sender:read"
    LIST_READ = "mail:list:read"
    LIST_WRITE = "mail:list:write"
    DECISION_EXPORT = "mail:decision:export"
    QUARANTINE_READ = "mail:quarantine:read"
    QUARANTINE_RELEASE = "mail:quarantine:release"
    QUARANTINE_DELETE = "mail:quarantine:delete"
    OVERVIEW_READ = "mail:overview:read"
    FEEDBACK_READ = "mail:feedback:read"
    FEEDBACK_IMPORT = "mail:feedback:import"


#: Ledger actions that nobody needs a permission for: our own decisions.
JUDGED = "mail:message:judge"
BOUNCED = "mail:message:bounce"
EXPIRED = "mail:quarantine:expire"
DOWNLOADED = "mail:message:download"
REPORTED = "mail:feedback:send"
