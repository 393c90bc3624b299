"""What mail counts."""

from prometheus_client import Counter, Gauge, Histogram

SESSIONS = Gauge("bartizan_mail_sessions", "Open SMTP sessions.")
ACCEPTED = Counter("bartizan_mail_accepted_total", "Messages acknowledged to a client.")
REFUSED = Counter("bartizan_mail_refused_total", "Senders, recipients, messages refused.", ["code"])
ENDED = Counter("bartizan_mail_sessions_ended_total", "SMTP sessions that ended.", ["reason"])
COMMIT_SIZE = Histogram(
    "bartizan_mail_commit_messages",
    "Messages that shared one durable commit.",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500),
)
JUDGED = Counter("bartizan_mail_judged_total", "Messages judged.", ["disposition"])
JUDGE_SECONDS = Histogram("bartizan_mail_judge_seconds", "Seconds one analysis took.")
EXAMINED = Counter("bartizan_mail_examined_total", "Attachments examined.", ["outcome"])
DELIVERIES = Counter("bartizan_mail_deliveries_total", "Recipients tried.", ["outcome"])
