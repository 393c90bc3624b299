"""What the queue tells Prometheus."""

from prometheus_client import Counter, Gauge, Histogram

JOBS_TOTAL = Counter("bartizan_jobs", "Attempts at jobs, by how they ended.", ["task", "outcome"])
JOBS_SECONDS = Histogram(
    "bartizan_jobs_seconds",
    "Seconds one attempt took.",
    ["task"],
    buckets=(0.005, 0.02, 0.1, 0.5, 2, 10, 60),
)
JOBS_WAITING = Gauge(
    "bartizan_jobs_waiting", "Jobs that are due and not yet taken.", multiprocess_mode="max"
)
EVENTS_TOTAL = Counter("bartizan_jobs_events", "Announcements moved into the stream.")
