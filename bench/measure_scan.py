"""Full offline analysis of real mail, messages a second: ours, and rspamd's on the same files."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from figures import Figure, beside, percentile, repeat, sample
from peer_rspamd import ask, running

MESSAGES = 1800
RATIO = 2.0
#: No single message may hold a core for longer, in milliseconds.
SLOWEST = 100.0


def measure(data: Path, runs: int) -> list[Figure]:
    files = sample(data / "mail", MESSAGES)
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as peers:
        folder = Path(scratch) / "mail"
        folder.mkdir()
        for number, path in enumerate(files):
            shutil.copy(path, folder / f"{number:05}.eml")
        waits: list[float] = []
        ours = repeat(runs, lambda: len(files) / _bartizan(folder, waits))
        theirs = None
        if shutil.which("rspamd") and shutil.which("rspamc"):
            port = peers.enter_context(running(Path(scratch)))
            theirs = lambda: repeat(runs, lambda: len(files) / ask(folder, port))  # noqa: E731
        figure = Figure("full offline scan, all cores", ours, "messages/s")
        return [
            *beside(figure, "rspamd", theirs, RATIO),
            Figure("  one message, half take at most", (percentile(waits, 0.5),), "ms"),
            Figure("  one message, the slowest", (max(waits),), "ms", "lower", SLOWEST),
        ]


def _bartizan(folder: Path, waits: list[float]) -> float:
    """Scan the folder, return the seconds, and put each message's milliseconds into `waits`."""
    program = [sys.executable, "-m", "bartizan.cli.main", "mail", "scan", str(folder)]
    started = time.perf_counter()
    done = subprocess.run(
        [*program, "--format", "ndjson", "--workers", str(os.cpu_count())],
        stdout=subprocess.PIPE, check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - started
    if done.returncode not in (0, 3):
        raise RuntimeError(f"bartizan mail scan ended with {done.returncode}")
    waits[:] = [json.loads(line)["milliseconds"] for line in done.stdout.splitlines()]
    return seconds
