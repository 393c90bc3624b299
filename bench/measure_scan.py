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
from typing import Protocol

from figures import Figure, absent, alternate, percentile, ratio, repeat, sample
from peer_rspamd import Rspamd, running

MESSAGES = 3600
#: As many messages a second as rspamd are the least; twice as many are what we are after.
RATIO, _WISH = 1.0, "the goal is 2"
#: No single message may hold a core for longer, in milliseconds.
SLOWEST = 100.0
#: Installing compiles our modules; a setting of whoever measures must not undo that at each start.
_AS_INSTALLED = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def measure(data: Path, runs: int) -> list[Figure]:
    files = sample(data / "mail", MESSAGES)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "mail"
        folder.mkdir()
        for number, path in enumerate(files):
            shutil.copy(path, folder / f"{number:05}.eml")
        ours = _Turns(len(files), _Bartizan(folder))
        if not (shutil.which("rspamd") and shutil.which("rspamc")):
            return [*_of_ours(ours, repeat(runs, ours.run)), absent("rspamd")]
        with running(Path(scratch)) as rspamd:
            theirs = _Turns(len(files), _Rspamd(rspamd, folder))
            wall, their_wall = alternate(runs, ours.run, theirs.run)
        return [
            *_of_ours(ours, wall),
            Figure("  rspamd, same files, all cores", their_wall, "messages/s"),
            Figure("  rspamd, a core, by processor time", theirs.per_core(), "messages/s"),
            Figure("  ratio to rspamd", ratio(wall, their_wall), "x", floor=RATIO, note=_WISH),
            Figure(
                "  ratio to rspamd, by processor time",
                ratio(ours.per_core(), theirs.per_core()),
                "x",
            ),
        ]


def _of_ours(ours: "_Turns", wall: tuple[float, ...]) -> list[Figure]:
    waits = list(ours.scanner.waits.values())
    note = "its fastest run: what it costs, not what it waits for"
    return [
        Figure("full offline scan, all cores", wall, "messages/s"),
        Figure("  a core, by processor time", ours.per_core(), "messages/s"),
        Figure("  one message, half take at most", (percentile(waits, 0.5),), "ms"),
        Figure("  one message, the slowest", (max(waits),), "ms", "lower", SLOWEST, note),
    ]


class _Scanner(Protocol):
    """Something that scans the folder and has used processor time; `waits` by message, if known."""

    waits: dict[str, float]

    def scan(self) -> float:
        """Scan every message and return the seconds."""
        ...

    def processor_seconds(self) -> float:
        """Return the processor time used so far."""
        ...


class _Turns:
    """Runs one scanner turn by turn and remembers the processor time of each."""

    def __init__(self, count: int, scanner: _Scanner) -> None:
        self._count = count
        self._rates: list[float] = []
        self.scanner = scanner

    def run(self) -> float:
        """Return the messages a second by the clock."""
        before = self.scanner.processor_seconds()
        seconds = self.scanner.scan()
        self._rates.append(self._count / (self.scanner.processor_seconds() - before))
        return self._count / seconds

    def per_core(self) -> tuple[float, ...]:
        """Return the messages a second of processor time of each turn but the first."""
        return tuple(self._rates[1:])


class _Bartizan:
    """`bartizan mail scan`, start to end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.waits: dict[str, float] = {}

    def scan(self) -> float:
        program = [sys.executable, "-m", "bartizan.cli.main", "mail", "scan", str(self._folder)]
        started = time.perf_counter()
        done = subprocess.run(
            [*program, "--format", "ndjson", "--workers", str(os.cpu_count())],
            stdout=subprocess.PIPE, check=False, env=_AS_INSTALLED,
        )  # fmt: skip
        seconds = time.perf_counter() - started
        if done.returncode not in (0, 3):
            raise RuntimeError(f"bartizan mail scan ended with {done.returncode}")
        for line in done.stdout.splitlines():
            told = json.loads(line)
            known = self.waits.get(told["path"], told["milliseconds"])
            self.waits[told["path"]] = min(known, told["milliseconds"])
        return seconds

    def processor_seconds(self) -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime


class _Rspamd:
    """A running rspamd and its client; the client's processor time is left out."""

    def __init__(self, rspamd: Rspamd, folder: Path) -> None:
        self._rspamd = rspamd
        self._folder = folder
        self.waits: dict[str, float] = {}

    def scan(self) -> float:
        return self._rspamd.scan(self._folder)

    def processor_seconds(self) -> float:
        return self._rspamd.processor_seconds()
