"""Full offline analysis of real mail, messages a second: ours, and rspamd's on the same files.

Both use every core. The figures by processor time stand beside those by the clock because they
stay the same on a machine that is busy with other things.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures import Figure, percentile, repeat, sample
from peer_rspamd import Rspamd, running

MESSAGES = 2400
RATIO = 2.0
#: No single message may hold a core for longer, in milliseconds.
SLOWEST = 100.0


def measure(data: Path, runs: int) -> list[Figure]:
    files = sample(data / "mail", MESSAGES)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "mail"
        folder.mkdir()
        for number, path in enumerate(files):
            shutil.copy(path, folder / f"{number:05}.eml")
        ours = _Bartizan(folder)
        wall = repeat(runs, lambda: len(files) / ours.scan())
        figures = [
            Figure("full offline scan, all cores", wall, "messages/s"),
            Figure("  a core, by processor time", ours.per_core(), "messages/s"),
            Figure("  one message, half take at most", (percentile(ours.waits, 0.5),), "ms"),
            Figure("  one message, the slowest", (max(ours.waits),), "ms", "lower", SLOWEST),
        ]
        if not (shutil.which("rspamd") and shutil.which("rspamc")):
            return [*figures, Figure("  rspamd", (), "", note="not installed here: no ratio")]
        with running(Path(scratch)) as rspamd:
            return figures + _beside(rspamd, folder, wall, ours.per_core())


def _beside(
    rspamd: Rspamd, folder: Path, wall: tuple[float, ...], per_core: tuple[float, ...]
) -> list[Figure]:
    count = len(list(folder.iterdir()))
    rates: list[float] = []

    def scan() -> float:
        before = rspamd.processor_seconds()
        seconds = rspamd.scan(folder)
        rates.append(count / (rspamd.processor_seconds() - before))
        return count / seconds

    theirs, their_cores = repeat(len(wall), scan), tuple(rates[1:])
    return [
        Figure("  rspamd, same files, all cores", theirs, "messages/s"),
        Figure("  rspamd, a core, by processor time", their_cores, "messages/s"),
        Figure("  ratio to rspamd", _ratio(wall, theirs), "x", floor=RATIO),
        Figure("  ratio to rspamd, by processor time", _ratio(per_core, their_cores), "x"),
    ]


def _ratio(ours: tuple[float, ...], theirs: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(mine / its for mine, its in zip(ours, theirs, strict=True))


class _Bartizan:
    """Scans one folder again and again; `waits` are the last run's milliseconds by message."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rates: list[float] = []
        self.waits: list[float] = []

    def scan(self) -> float:
        """Run `bartizan mail scan`, start to end, and return the seconds."""
        program = [sys.executable, "-m", "bartizan.cli.main", "mail", "scan", str(self._folder)]
        before, started = _children(), time.perf_counter()
        done = subprocess.run(
            [*program, "--format", "ndjson", "--workers", str(os.cpu_count())],
            stdout=subprocess.PIPE, check=False,
        )  # fmt: skip
        seconds = time.perf_counter() - started
        if done.returncode not in (0, 3):
            raise RuntimeError(f"bartizan mail scan ended with {done.returncode}")
        self.waits = [json.loads(line)["milliseconds"] for line in done.stdout.splitlines()]
        self._rates.append(len(self.waits) / (_children() - before))
        return seconds

    def per_core(self) -> tuple[float, ...]:
        """Return the messages a second of processor time of each run but the first."""
        return tuple(self._rates[1:])


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
