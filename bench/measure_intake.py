"""SMTP: messages a second that were acknowledged, which they are only when they are durable.

A real gateway process on its own data folder; the load comes from a process of its own. The
figure with a floor is per core of the gateway: messages by the processor time it used, so that
the load beside it on the same machine does not count. A message is put on disk by one fsync that
it shares with the others of its moment.
"""

from pathlib import Path

from figures import Figure, repeat
from installation import Installation, installed, load, processor_seconds

CONNECTIONS = 50
MESSAGES = 4000
BYTES = 10_000
FLOOR = 300


def measure(_data: Path, runs: int) -> list[Figure]:
    with installed() as bartizan:
        per_core: list[float] = []
        wall = repeat(runs, lambda: _taken(bartizan, per_core))
    note = f"{CONNECTIONS} connections, {BYTES // 1000} KB each, pipelined"
    return [
        Figure(
            "SMTP intake, durable, a gateway core", tuple(per_core[1:]), "messages/s", floor=FLOOR
        ),
        Figure("  by the clock, load on the same machine", wall, "messages/s", note=note),
    ]


def _taken(bartizan: Installation, per_core: list[float]) -> float:
    with bartizan.role("gateway", bartizan.smtp) as gateway:
        before = processor_seconds(gateway)
        arguments = (bartizan.smtp, CONNECTIONS, MESSAGES, BYTES)
        seconds = float(load("load_smtp.py", *map(str, arguments)))
        per_core.append(MESSAGES / (processor_seconds(gateway) - before))
    return MESSAGES / seconds
