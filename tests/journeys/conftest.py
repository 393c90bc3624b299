"""Real processes, as a user starts them: `bartizan up`, and the servers around it."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from functools import partial
from pathlib import Path
from typing import Self

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

PASSWORD = "correct horse battery staple"


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Sunk:
    """What a next hop took: the bytes, and for whom."""

    recipients: tuple[str, ...]
    content: bytes


@dataclass
class Sink:
    """A mail server behind the gateway that keeps what it gets; a shut gate makes it slow."""

    port: int = field(default_factory=_port)
    taken: list[Sunk] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    gate: threading.Event = field(default_factory=threading.Event)
    waiting: int = 0

    def __post_init__(self) -> None:
        self.gate.set()

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.waiting += 1
        await asyncio.to_thread(self.gate.wait)
        self.waiting -= 1
        with self.lock:
            self.taken.append(Sunk(tuple(envelope.rcpt_tos), envelope.original_content))
        return "250 kept"


class Patient(SMTP):
    """A server that takes the long lines of real mail, as most do."""

    line_length_limit = 1 << 20


class PatientController(Controller):
    """Serves with it."""

    def factory(self) -> SMTP:
        return Patient(self.handler, **self.SMTP_kwargs)


@contextmanager
def sinking() -> Iterator[Sink]:
    """Run a next hop."""
    kept = Sink()
    controller = PatientController(kept, hostname="127.0.0.1", port=kept.port, data_size_limit=None)
    controller.start()
    yield kept
    controller.stop()


@pytest.fixture
def sink() -> Iterator[Sink]:
    with sinking() as kept:
        yield kept


class Client:
    """An SMTP client that says exactly what it is told to."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.lines = self.socket.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.lines.close()
        self.socket.close()

    def say(self, words: bytes) -> None:
        self.socket.sendall(words)

    def reply(self) -> str:
        """Return the last line of the next reply; empty once the server has hung up."""
        line = self.lines.readline()
        while line[3:4] == b"-":
            line = self.lines.readline()
        return line.decode().strip()

    def ask(self, words: bytes) -> str:
        self.say(words + b"\r\n")
        return self.reply()

    def greet(self) -> None:
        assert self.reply().startswith("220")
        assert self.ask(b"EHLO client.example").startswith("250")

    def send(self, content: bytes, recipient: bytes = b"reader@inside.example") -> str:
        """Send a message and return the answer that decided it."""
        for words in (b"MAIL FROM:<sender@client.example>", b"RCPT TO:<%s>" % recipient, b"DATA"):
            answer = self.ask(words)
            if answer[0] not in "23":
                return answer
        self.say(content + b"\r\n.\r\n")
        return self.reply()


@dataclass
class Installation:
    """One running Bartizan: where it is, and how to talk to it."""

    data: Path
    environment: dict[str, str]
    smtp: int
    http: int
    process: subprocess.Popen[bytes] | None = None
    token: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    @property
    def log(self) -> Path:
        return self.data.parent / "log"

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bartizan.cli.main", *arguments],
            env=self.environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def start(self) -> None:
        log = self.log.open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bartizan.cli.main", "up"],
            env=self.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        log.close()
        self.wait(lambda: self.answers("/health/ready") and _listens(self.smtp))
        tokens = self.ask(
            "POST", "/api/v1/identity/tokens", {"username": "admin", "password": PASSWORD}
        )
        self.token = tokens["access_token"]

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def kill_everything(self) -> None:
        if self.process is not None and self.process.poll() is None:
            for child in self.children():
                os.kill(child, signal.SIGKILL)
            self.process.kill()
            self.process.wait()

    def children(self, role: str = "") -> list[int]:
        """The process ids of the roles, by the word on their command line."""
        assert self.process is not None
        found = []
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(status.read_text().rpartition(")")[2].split()[1])
                line = (status.parent / "cmdline").read_bytes().decode().split("\0")
            except (OSError, ValueError):
                continue
            if parent == self.process.pid and role in line:
                found.append(int(status.parent.name))
        return found

    def talk(self) -> Client:
        """Open an SMTP connection."""
        return Client(self.smtp)

    def send(self, content: bytes) -> str:
        """Send one message over a connection of its own; return the answer that decided it."""
        with self.talk() as client:
            client.greet()
            return client.send(content)

    def answers(self, path: str) -> bool:
        try:
            self.ask("GET", path)
        except (OSError, urllib.error.HTTPError):
            return False
        return True

    def ask(self, method: str, path: str, body: object | None = None) -> dict:
        request = urllib.request.Request(  # noqa: S310 - our own loopback server
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"}
            | ({"Authorization": f"Bearer {self.token}"} if self.token else {}),
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.loads(answer.read() or b"null")

    def download(self, path: str) -> tuple[bytes, Message]:
        """Return the bytes at a path and the headers they came with."""
        request = urllib.request.Request(  # noqa: S310 - our own loopback server
            self.url + path, headers={"Authorization": f"Bearer {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return answer.read(), answer.headers

    def health(self, probe: str) -> int:
        """Return the status that a probe is answered, as load balancers ask."""
        try:
            with urllib.request.urlopen(f"{self.url}/health/{probe}", timeout=30) as answer:  # noqa: S310
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def messages(self, **filters: str) -> list[dict]:
        """Return the newest messages, filtered as the API filters."""
        query = urllib.parse.urlencode(filters)
        return self.ask("GET", f"/api/v1/mail/messages?{query}")["items"]

    def settled(self, **filters: str) -> dict:
        """Return the one message that matches, once it is judged and on its way or held."""
        self.wait(lambda: [m for m in self.messages(**filters) if m["state"] != "received"], 20)
        [message] = self.messages(**filters)
        return message

    def wait(self, condition, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(self.log.read_text()[-4000:])
            time.sleep(0.05)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def installed(folder: Path, sink: Sink, **given: str) -> Iterator[Installation]:
    """Prepare Bartizan in a folder, with settings as the environment names them."""
    smtp, http = _port(), _port()
    settings = {
        "STORAGE__DATA": str(folder / "var"),
        "SERVER__PORT": str(http),
        "MAIL__GATEWAY__PORT": str(smtp),
        "MAIL__GATEWAY__DOMAINS": '["*"]',
        "MAIL__DELIVERY__NEXT_HOP": f"127.0.0.1:{sink.port}",
        "MAIL__JUDGEMENT__DNS__MODE": "offline",
        "IDENTITY__ADMIN_PASSWORD": PASSWORD,
        "JOBS__LEASE_SECONDS": "3",
        "WORKER__WORKERS": "2",
        **given,
    }
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("BARTIZAN_")
    }
    environment |= {f"BARTIZAN_{name}": value for name, value in settings.items()}
    (folder / "var").mkdir(exist_ok=True)
    made = Installation(folder / "var", environment, smtp, http)
    try:
        yield made
    finally:
        made.kill_everything()


@pytest.fixture
def installation(tmp_path: Path, sink: Sink) -> Iterator[Installation]:
    """Bartizan on a fresh data folder, with SQLite, not started yet."""
    with installed(tmp_path, sink) as made:
        yield made


@pytest.fixture
def install(sink: Sink) -> Callable[..., AbstractContextManager[Installation]]:
    """A function that prepares Bartizan in a folder, with settings as keywords."""
    return partial(installed, sink=sink)


@pytest.fixture(scope="module")
def shared_sink() -> Iterator[Sink]:
    """A next hop for all tests of a file."""
    with sinking() as kept:
        yield kept


@pytest.fixture(scope="module")
def shared_installation(
    tmp_path_factory: pytest.TempPathFactory, shared_sink: Sink, request: pytest.FixtureRequest
) -> Iterator[Installation]:
    """One running Bartizan for all tests of a file, with the settings that file names."""
    given = getattr(request.module, "SETTINGS", {})
    with installed(tmp_path_factory.mktemp("shared"), shared_sink, **given) as made:
        made.start()
        yield made
