"""Figures of identity."""

from prometheus_client import Counter, Histogram

LOGINS = Counter(
    "bartizan_identity_logins",
    "Password checks, by how they ended: done, failed, throttled.",
    ["outcome"],
)
REFRESHES = Counter(
    "bartizan_identity_refreshes", "Refresh tokens presented: done, refused, reused.", ["outcome"]
)
CREDENTIALS_REFUSED = Counter(
    "bartizan_identity_credentials_refused",
    "Requests whose credential was refused, by its kind.",
    ["means"],
)
HASH_SECONDS = Histogram(
    "bartizan_identity_hash_seconds",
    "Seconds one password hash took, its wait included.",
    buckets=(0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)
