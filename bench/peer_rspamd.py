"""A stock rspamd with as many workers as cores, whose every DNS question finds nothing at once.

Debian's own rules and settings. Left out is what asks servers that are not here: fuzzy hashes
(UDP), Redis (statistics, neural networks), maps over HTTP (their copies on disk are used).
"""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_CONFIG = Path("/etc/rspamd/rspamd.conf")
_READY = b"hyperscan database of"
_PATIENCE = 120
#: libev's io_uring backend, its first choice, aborts on some kernels: ask for epoll instead.
_EPOLL = {"LIBEV_FLAGS": "4"}
_OPTIONS = 'dns {{ nameserver = ["127.0.0.1:{dns}"]; }} control_socket = "{home}/control";'
#: Stock, less `fuzzy_check`, whose servers would be waited for.
_OVERRIDES = 'filters = "chartable,dkim,regexp";'
_NORMAL = 'bind_socket = "127.0.0.1:{port}"; count = {cores};'


@dataclass(frozen=True)
class Rspamd:
    """A running rspamd: the port of its scanners, and its main process."""

    port: int
    process: "subprocess.Popen[bytes]"

    def scan(self, folder: Path) -> float:
        """Have every file of the folder scanned, and return the seconds."""
        started = time.perf_counter()
        subprocess.run(
            ["rspamc", "-h", f"127.0.0.1:{self.port}", "-n", "8", "-t", "60", str(folder)],
            stdout=subprocess.DEVNULL, check=True, env=os.environ | _EPOLL,
        )  # fmt: skip
        return time.perf_counter() - started

    def processor_seconds(self) -> float:
        """Return the processor time that its scanners have used; the client's is left out."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return sum(map(_processor_seconds, children.split()))


@contextmanager
def running(scratch: Path) -> Iterator[Rspamd]:
    """Start rspamd with its state in `scratch`, and yield it once it is up to speed."""
    port, home = free_port(), scratch / "rspamd"
    with nxdomain() as dns:
        _write_settings(home, port, dns)
        scratch.chmod(0o755)
        account = ["-u", "_rspamd", "-g", "_rspamd"] if os.geteuid() == 0 else []
        places = {"LOCAL_CONFDIR": "local", "DBDIR": "db", "RUNDIR": "run", "LOGDIR": "log"}
        variables = [f"--var={name}={home / folder}" for name, folder in places.items()]
        with (home / "out").open("wb") as out:
            server = subprocess.Popen(
                ["rspamd", "-f", "-c", str(_CONFIG), *variables, *account],
                stdout=out, stderr=out, env=os.environ | _EPOLL,
            )  # fmt: skip
            try:
                _wait_until_ready(server, home / "out")
                yield Rspamd(port, server)
            finally:
                server.terminate()
                server.wait(30)


def _write_settings(home: Path, port: int, dns: int) -> None:
    for name in ("local/local.d", "local/override.d", "db", "run", "log"):
        (home / name).mkdir(parents=True)
    for folder in (home, *home.rglob("*")):
        folder.chmod(0o777)
    ours = home / "local" / "local.d"
    (ours / "options.inc").write_text(_OPTIONS.format(dns=dns, home=home / "run"))
    (ours / "worker-normal.inc").write_text(_NORMAL.format(port=port, cores=os.cpu_count()))
    (ours / "worker-controller.inc").write_text("enabled = false;")
    (ours / "worker-proxy.inc").write_text("enabled = false;")
    (ours / "logging.inc").write_text('type = "console"; level = "info";')
    (home / "local" / "override.d" / "options.inc").write_text(_OVERRIDES)


def _wait_until_ready(server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until every worker has its rules compiled: before that they match them slowly.

    The port is open long before. The main process says it too, once, when it finds them compiled.
    """
    deadline = time.monotonic() + _PATIENCE
    while log.read_bytes().count(_READY) <= (os.cpu_count() or 1):
        if server.poll() is not None:
            raise RuntimeError(f"rspamd ended with {server.returncode}: {log.read_text()[-500:]}")
        if time.monotonic() > deadline:
            raise TimeoutError(f"rspamd is not ready after {_PATIENCE} s")
        time.sleep(0.2)


def _processor_seconds(process: str) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def nxdomain() -> Iterator[int]:
    """A name server on loopback that answers every question with NXDOMAIN."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    server.settimeout(0.2)
    stop = threading.Event()

    def answer() -> None:
        while not stop.is_set():
            try:
                question, peer = server.recvfrom(4096)
            except TimeoutError:
                continue
            # The question again, with the bits QR and RA set and the code 3 (RFC 1035, 4.1.1).
            flags = bytes([question[2] | 0x80, 0x83])
            server.sendto(question[:2] + flags + question[4:], peer)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield int(server.getsockname()[1])
    finally:
        stop.set()
        thread.join()
        server.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
