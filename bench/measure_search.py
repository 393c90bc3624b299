"""Archive search over the HTTP API: how long an answer takes with many messages archived.

The messages are variants of real mail: each carries one more field, so that its bytes are its own.
`BENCH_MESSAGES` says how many.
"""

import asyncio
import json
import os
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

from figures import Figure, percentile, sample
from installation import Installation, installed, load
from measure_archive import archive, opened

FLOOR = 30.0
QUERIES = {
    "word": ("invoice", "password", "linux", "meeting", "kernel"),
    "two words": ("account verify", "mailing list", "patch review"),
    "phrase": ('"click here"', '"your account"', '"mailing list"'),
    "field": ("subject:list", "subject:account", "subject:re has:attachment"),
    "dates": ("after:2026-03-01 before:2026-04-01 account", "after:2026-06-01 linux"),
    "wildcard": ("verif*", "subject:secur*"),
}
_REAL = 2000
_LONGEST = 30_000
_REQUESTS = 200
_TOGETHER = 2000


def measure(data: Path, runs: int) -> list[Figure]:
    count = int(os.environ.get("BENCH_MESSAGES", "20000"))
    with installed() as bartizan:
        asyncio.run(_fill(bartizan.data / "var", data, count))
        key = bartizan.key()
        with bartizan.role("api", bartizan.http):
            paths = [path for queries in QUERIES.values() for path in map(_path, queries)]
            _waits(bartizan, key, paths)
            measured = [_waits(bartizan, key, paths) for _ in range(runs)]
            note = f"{count:,} messages archived"
            return [
                _figure("archive search over the API, p50", measured, 0.5, None, note),
                _figure("archive search over the API, p95", measured, 0.95, FLOOR, note),
                *(_of_kind(bartizan, key, kind) for kind in QUERIES),
            ]


def _figure(
    name: str, measured: list[list[float]], share: float, floor: float | None, note: str
) -> Figure:
    return Figure(
        name, tuple(percentile(waits, share) for waits in measured), "ms", "lower", floor, note
    )


def _of_kind(bartizan: Installation, key: str, kind: str) -> Figure:
    waits = _waits(bartizan, key, [_path(query) for query in QUERIES[kind]])
    return _figure(f"  {kind}, p95", [waits], 0.95, None, "")


def _path(query: str) -> str:
    return f"/api/v1/archive/search?page_size=20&query={quote(query)}"


def _waits(bartizan: Installation, key: str, paths: list[str]) -> list[float]:
    """Return the milliseconds of requests one after another, as one person makes them."""
    arguments = (str(bartizan.http), "1", str(_REQUESTS), *paths)
    found: list[float] = json.loads(load("load_http.py", *arguments, given=key))["waits"]
    return found


async def _fill(data: Path, mail: Path, count: int) -> None:
    async with opened(data) as bartizan:
        variants = _variants(mail, count)
        for first in range(0, count, _TOGETHER):
            await archive(bartizan, list(islice(variants, _TOGETHER)), first)


def _variants(data: Path, count: int) -> Iterator[bytes]:
    files = (path for path in sample(data / "mail", _REAL) if path.stat().st_size <= _LONGEST)
    real = [path.read_bytes() for path in files]
    for number, raw in zip(range(count), cycle(real), strict=False):
        yield b"X-Variant: %d\r\n" % number + raw
