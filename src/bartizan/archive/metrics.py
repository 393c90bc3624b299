"""What the archive tells Prometheus."""

from prometheus_client import Counter, Gauge, Histogram

MESSAGES_TOTAL = Counter(
    "bartizan_archive_messages",
    "Messages handed to the archive: new, or known already.",
    ["outcome"],
)
UNREADABLE_TOTAL = Counter(
    "bartizan_archive_unreadable",
    "Messages archived whose content could not be read for the index.",
)
INDEXED_TOTAL = Counter("bartizan_archive_indexed", "Messages made searchable.")
INDEX_LAG = Gauge(
    "bartizan_archive_index_lag", "Archived messages not searchable yet.", multiprocess_mode="max"
)
SEARCH_SECONDS = Histogram(
    "bartizan_archive_search_seconds",
    "Seconds a search took.",
    buckets=(0.002, 0.005, 0.01, 0.03, 0.1, 0.5, 2),
)
