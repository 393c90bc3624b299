"""What every test may ask for: real databases, the shared data, real peers."""

import asyncio
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import text

from bartizan.assembly.bartizan import Bartizan, open_bartizan
from bartizan.assembly.migrate import migrate
from bartizan.assembly.settings import Settings
from bartizan.identity.public import first_start
from bartizan.storage.database import Database
from bartizan.storage.schema import metadata

hypothesis_settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis_settings.register_profile(
    "ci", max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("peer"):
            _require(item, mark.args[0])


def _require(item: pytest.Item, program: str) -> None:
    if _program(program) is not None or find_spec(program) is not None:
        return
    reason = f"{program} is not installed"
    if os.environ.get("CI"):
        raise pytest.UsageError(f"{item.nodeid}: {reason}, and CI must run everything")
    item.add_marker(pytest.mark.skip(reason=reason))


def _program(name: str) -> str | None:
    # Daemons lie where an ordinary account does not look.
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is None or name in ("initdb", "postgres"):
        versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        found = str(versions[-1]) if versions else found
    return found


@pytest.fixture(scope="session")
def data() -> Path:
    """The shared data set: real mail, conformance suites."""
    root = Path(__file__).parent.parent
    folder = Path(os.environ.get("BARTIZAN_DATA", root.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the shared data set is not here (set BARTIZAN_DATA)")
    return folder


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with every loaded table, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    asyncio.run(_create_tables(f"sqlite:///{path}"))
    return path


@pytest.fixture
async def sqlite(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Database]:
    """An SQLite database with every loaded table."""
    shutil.copy(sqlite_template, tmp_path / "test.sqlite")
    database = Database(f"sqlite:///{tmp_path / 'test.sqlite'}")
    yield database
    await database.close()


@pytest.fixture(scope="session")
def postgresql_template(postgres_server: str) -> str:
    """The name of a PostgreSQL database with every loaded table, to be copied."""
    asyncio.run(_administer(postgres_server, "CREATE DATABASE template_of_ours"))
    asyncio.run(_create_tables(f"{postgres_server}/template_of_ours"))
    return "template_of_ours"


@pytest.fixture
def empty_postgresql(postgres_server: str) -> str:
    """The URL of a PostgreSQL database without any table."""
    name = f"t{time.monotonic_ns()}"
    asyncio.run(_administer(postgres_server, f"CREATE DATABASE {name}"))
    return f"{postgres_server}/{name}"


@pytest.fixture
async def postgresql(postgres_server: str, postgresql_template: str) -> AsyncIterator[Database]:
    """A PostgreSQL database with every loaded table."""
    name = f"t{time.monotonic_ns()}"
    await _administer(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgresql_template}")
    database = Database(f"{postgres_server}/{name}")
    yield database
    await database.close()


async def _administer(server: str, statement: str) -> None:
    admin = Database(f"{server}/postgres")
    async with admin.engine.connect() as connection:
        raw = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await raw.execute(text(statement))
    await admin.close()


async def _create_tables(url: str) -> None:
    database = Database(url)
    async with database.transaction() as connection:
        await connection.run_sync(metadata.create_all)
    await database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.peer("initdb"))])
def database(request: pytest.FixtureRequest) -> Database:
    """Each database we speak, in turn."""
    found: Database = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an installation of its own, which asks nobody on the network."""
    monkeypatch.chdir(tmp_path)
    return Settings.model_validate(
        {
            "storage": {"data": tmp_path / "var"},
            "mail": {
                "gateway": {"domains": ["*"], "port": 0},
                "judgement": {"dns": {"mode": "offline"}},
            },
            "identity": {"admin_password": "correct horse battery staple"},
        }
    )


@pytest.fixture
async def bartizan(settings: Settings) -> AsyncIterator[Bartizan]:
    """A whole installation on SQLite, opened, with its first administrator."""
    settings.storage.data.mkdir()
    database = Database(settings.storage.url())
    await migrate(database)
    await database.close()
    async with open_bartizan(settings) as opened:
        await first_start(opened.identity)
        yield opened


@dataclass
class PostgresServer:
    """A PostgreSQL server of our own, on loopback, in a folder that is thrown away."""

    folder: Path
    port: int
    account: str | None
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://bartizan@127.0.0.1:{self.port}"

    def create(self) -> None:
        subprocess.run(
            [str(_program("initdb")), "-D", self.folder / "cluster", "-U", "bartizan",
             "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
            check=True, stdout=subprocess.DEVNULL, user=self.account, cwd=self.folder,
        )  # fmt: skip

    def start(self, *options: str) -> None:
        words = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -c max_connections=200".split()
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(_program("postgres")), "-D", self.folder / "cluster", *words, *options],
                stdout=log, stderr=log, user=self.account, cwd=self.folder,
            )  # fmt: skip
        _wait_for(self.port)

    def stop(self) -> None:
        """End every session and the server, as a restart of its machine would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)


@contextmanager
def _created_postgres() -> Iterator[PostgresServer]:
    if _program("initdb") is None or _program("postgres") is None:
        pytest.skip("PostgreSQL is not installed")
    # Not below pytest's own folder: that is closed to the account PostgreSQL runs as.
    folder = Path(tempfile.mkdtemp(prefix="bartizan-postgres-"))
    server = PostgresServer(folder, _free_port(), _unprivileged(folder))
    try:
        server.create()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server for all tests, without durability."""
    with _created_postgres() as server:
        server.start("-F")
        yield server.url


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """A running server of one test's own, which it may stop and start."""
    with _created_postgres() as server:
        server.start()
        yield server


def _unprivileged(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: give the folder to its own account."""
    if os.geteuid() != 0:
        return None
    account = pwd.getpwnam("postgres")
    shutil.chown(folder, account.pw_uid, account.pw_gid)
    return "postgres"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on {port}")
