"""What the ledger tells Prometheus."""

from prometheus_client import Counter, Gauge, Histogram

ENTRIES_TOTAL = Counter("bartizan_audit_entries_total", "Entries sealed into the ledger.")
SEAL_SECONDS = Histogram(
    "bartizan_audit_seal_seconds",
    "From asking for the ledger's lock to the durable commit of a batch.",
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)
STAGED = Gauge("bartizan_audit_staged", "Entries recorded and not yet sealed.")
