"""Full offline analysis of real mail, messages a second: ours, and rspamd's on the same files."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from figures import Figure, repeat, sample

MESSAGES = 900
RATIO = 2.0
#: libev's io_uring backend, its first choice, aborts on some kernels: ask for epoll instead.
_EPOLL = {"LIBEV_FLAGS": "4"}


def measure(data: Path, runs: int) -> list[Figure]:
    files = sample(data / "mail", MESSAGES)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "mail"
        folder.mkdir()
        for number, path in enumerate(files):
            shutil.copy(path, folder / f"{number:05}.eml")
        ours = repeat(runs, lambda: len(files) / _bartizan(folder))
        figures = [Figure("full offline scan", ours, "messages/s")]
        if shutil.which("rspamd") and shutil.which("rspamc"):
            with rspamd(Path(scratch)) as port:
                theirs = repeat(runs, lambda: len(files) / _rspamc(folder, port))
            ratio = tuple(mine / its for mine, its in zip(ours, theirs, strict=True))
            figures += [
                Figure("  rspamd, same files", theirs, "messages/s"),
                Figure("  ratio to rspamd", ratio, "x", floor=RATIO),
            ]
    return figures


def _bartizan(folder: Path) -> float:
    program = [sys.executable, "-m", "bartizan.cli.main", "mail", "scan", str(folder)]
    started = time.perf_counter()
    done = subprocess.run(
        [*program, "--format", "ndjson", "--workers", str(os.cpu_count())],
        stdout=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if done.returncode not in (0, 3):
        raise RuntimeError(f"bartizan mail scan ended with {done.returncode}")
    return time.perf_counter() - started


def _rspamc(folder: Path, port: int) -> float:
    started = time.perf_counter()
    subprocess.run(
        ["rspamc", "-h", f"127.0.0.1:{port}", "-n", "8", "-t", "30", str(folder)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
        env=os.environ | _EPOLL,
    )  # fmt: skip
    return time.perf_counter() - started


@contextmanager
def rspamd(scratch: Path) -> Iterator[int]:
    """A stock rspamd with as many workers as cores, whose every DNS question finds nothing."""
    port, home = _free_port(), scratch / "rspamd"
    home.mkdir(mode=0o777)
    home.chmod(0o777)
    scratch.chmod(0o755)
    with nxdomain() as dns:
        config = home / "rspamd.conf"
        config.write_text(_CONFIG.format(port=port, dns=dns, home=home, cores=os.cpu_count()))
        command = ["rspamd", "-f", "-i", "-c", str(config)]
        account = ["-u", "_rspamd", "-g", "_rspamd"] if os.geteuid() == 0 else []
        log = (home / "out").open("wb")
        server = subprocess.Popen(
            [*command, *account], stdout=log, stderr=log, env=os.environ | _EPOLL
        )
        try:
            _wait(port)
            yield port
        finally:
            server.terminate()
            server.wait(20)
            log.close()


_CONFIG = textwrap.dedent("""
    .include "$CONFDIR/common.conf"
    options {{
        .include "$CONFDIR/options.inc"
        pidfile = "{home}/pid"; dynamic_conf = "{home}/dynamic";
        dns {{ nameserver = ["127.0.0.1:{dns}"]; timeout = 1s; retransmits = 1; }}
    }}
    logging {{ type = "file"; filename = "{home}/log"; level = "error"; }}
    # What needs a network of its own: fuzzy storage, statistics in Redis, maps over HTTP.
    fuzzy_check {{ enabled = false; }}
    classifier "bayes" {{ enabled = false; }}
    modules {{ disabled = ["neural", "ratelimit", "replies", "history_redis", "maillist"]; }}
    worker "normal" {{ bind_socket = "127.0.0.1:{port}"; count = {cores}; }}
""")


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
        yield server.getsockname()[1]
    finally:
        stop.set()
        thread.join()
        server.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("rspamd did not start")
