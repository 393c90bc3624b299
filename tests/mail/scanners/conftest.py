"""A real clamd on loopback, with signatures of our own making."""

import hashlib
import shutil
import socket
import subprocess
import time

import pytest

#: What our own signature looks for, and the EICAR test file; put together so no file here holds it.
OWN = b"bartizan-own-signature"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def own_ports() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 2) as line:
            line.sendall(b"zPING\0")
            return line.recv(10) == b"PONG\0"
    except OSError:
        return False


@pytest.fixture(scope="session")
def clamd(tmp_path_factory):
    """Yield the port and the socket of a daemon."""
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "db").mkdir()
    digest = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
    (folder / "db" / "own.hdb").write_text(f"{digest}:{len(EICAR)}:Eicar-Test-Signature\n")
    (folder / "db" / "own.ndb").write_text(f"Bartizan.Own:0:*:{OWN.hex()}\n")
    port = own_ports()
    settings = {
        "DatabaseDirectory": folder / "db",
        "TCPSocket": port,
        "TCPAddr": "127.0.0.1",
        "LocalSocket": folder / "clamd.sock",
        "StreamMaxLength": "1M",
        "Foreground": "yes",
    }
    lines = [f"{name} {value}" for name, value in settings.items()]
    (folder / "clamd.conf").write_text("\n".join(lines) + "\n")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [shutil.which("clamd") or "/usr/sbin/clamd", f"--config-file={folder / 'clamd.conf'}"],
            stdout=log,
            stderr=log,
        )
    try:
        for _ in range(600):
            if answers(port):
                break
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.1)
        yield port, folder / "clamd.sock"
    finally:
        process.terminate()
        process.wait(20)
