"""A whole installation in a temporary folder: its database, its roles as processes, a key."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from peer_rspamd import free_port

_PATIENCE = 60
_UNLIMITED = "1000000"


@dataclass(frozen=True)
class Installation:
    """Where it is, and the settings that every process of it gets."""

    data: Path
    environment: Mapping[str, str]
    http: int
    smtp: int

    def command(self, *arguments: str) -> str:
        """Run one command of `bartizan` and return what it prints."""
        done = subprocess.run(
            _program(*arguments), capture_output=True, env=self.environment, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{arguments} failed: {done.stderr[-500:].decode()}")
        return done.stdout.decode()

    def key(self) -> str:
        """Make an API key that may do everything."""
        words = ("identity", "key", "create", "--name", "bench", "--role", "admin")
        return self.command(*words).split()[-1]

    @contextmanager
    def role(self, name: str, port: int) -> "Iterator[subprocess.Popen[bytes]]":
        """Run a role until the block ends; it listens on `port` when the block begins."""
        with (self.data / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(_program(name), stdout=log, stderr=log, env=self.environment)
            try:
                _wait(process, port, self.data / f"{name}.log")
                yield process
            finally:
                process.terminate()
                process.wait(60)


@contextmanager
def installed() -> Iterator[Installation]:
    """Make an installation with its schema, and remove it again."""
    with tempfile.TemporaryDirectory() as scratch:
        http, smtp = free_port(), free_port()
        made = Installation(Path(scratch), _environment(Path(scratch), http, smtp), http, smtp)
        made.command("migrate")
        yield made


def processor_seconds(process: "subprocess.Popen[bytes]") -> float:
    """Return the processor time that a process has used, all its threads together."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(program: str, *arguments: str, given: str = "") -> str:
    """Run a load program of this folder in a process of its own and return what it prints."""
    path = Path(__file__).with_name(program)
    done = subprocess.run(
        [sys.executable, str(path), *arguments],
        input=given.encode(), stdout=subprocess.PIPE, timeout=_PATIENCE * 5, check=True,
    )  # fmt: skip
    return done.stdout.decode()


def _program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "bartizan.cli.main", *arguments]


def _environment(data: Path, http: int, smtp: int) -> dict[str, str]:
    """Limits that protect against one caller are raised: here one caller is the load."""
    settings = {
        "STORAGE__DATA": str(data / "var"),
        "SERVER__PORT": str(http),
        "SERVER__REQUESTS_PER_SECOND": _UNLIMITED,
        "SERVER__REQUESTS_BURST": _UNLIMITED,
        "MAIL__GATEWAY__PORT": str(smtp),
        "MAIL__GATEWAY__DOMAINS": '["*"]',
        "MAIL__GATEWAY__CONNECTIONS_PER_ADDRESS": "1000",
        "MAIL__GATEWAY__MESSAGES_PER_MINUTE": _UNLIMITED,
        "MAIL__GATEWAY__MESSAGE_BURST": _UNLIMITED,
        "MAIL__JUDGEMENT__DNS__MODE": "offline",
        "LOG__LEVEL": "warning",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BARTIZAN_")}
    return kept | {f"BARTIZAN_{name}": value for name, value in settings.items()}


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"it ended with {process.returncode}: {log.read_text()[-500:]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port} after {_PATIENCE} s")
