"""The API: requests a second over kept connections, with an API key, on one API process."""

import json
from pathlib import Path

from figures import Figure, repeat
from installation import Installation, installed, load

CONNECTIONS = 16
REQUESTS = 1600
MESSAGES = 500
PATHS = {
    "GET /health/live": "/health/live",
    "GET /api/v1/mail/messages, pages of 20": "/api/v1/mail/messages?page_size=20",
}


def measure(_data: Path, runs: int) -> list[Figure]:
    with installed() as bartizan:
        key = bartizan.key()
        with bartizan.role("gateway", bartizan.smtp):
            load("load_smtp.py", *map(str, (bartizan.smtp, 10, MESSAGES, 2000)))
        with bartizan.role("api", bartizan.http):
            return [_figure(bartizan, key, name, runs) for name in PATHS]


def _figure(bartizan: Installation, key: str, name: str, runs: int) -> Figure:
    rates = repeat(runs, lambda: _rate(bartizan.http, key, PATHS[name]))
    return Figure(name, rates, "requests/s", note=f"{CONNECTIONS} connections, one API process")


def _rate(port: int, key: str, path: str) -> float:
    arguments = ("load_http.py", str(port), str(CONNECTIONS), str(REQUESTS), path)
    return REQUESTS / float(json.loads(load(*arguments, given=key))["seconds"])
