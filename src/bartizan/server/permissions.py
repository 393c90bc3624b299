"""What one may do with the server itself."""

from enum import StrEnum


class ServerPermission(StrEnum):
    """Permission words of the server."""

    HEALTH_READ = "server:health:read"
    METRICS_READ = "server:metrics:read"
