import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from bartizan.assembly.migrate import check_schema, newest_revision
from bartizan.cli.roles import migrate_command
from bartizan.storage.database import Database


@pytest.fixture
def environment(tmp_path, free_port):
    return {
        name: value for name, value in os.environ.items() if not name.startswith("BARTIZAN_")
    } | {
        "BARTIZAN_STORAGE__DATA": str(tmp_path / "var"),
        "BARTIZAN_SERVER__PORT": str(free_port),
        "BARTIZAN_MAIL__GATEWAY__PORT": "0",
    }


def test_migrating_makes_the_schema_and_can_be_repeated(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        assert "up to date" in CliRunner().invoke(migrate_command, []).output

    async def revision() -> str:
        database = Database(f"sqlite:///{tmp_path / 'var' / 'bartizan.sqlite'}")
        try:
            return await check_schema(database)
        finally:
            await database.close()

    assert asyncio.run(revision()) == newest_revision()


def listens_to_signals(process: subprocess.Popen) -> bool:
    """Whether the process has taken SIGTERM into its own hands (proc(5): SigCgt)."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    caught = int(re.search(r"SigCgt:\s*([0-9a-f]+)", status)[1], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


@pytest.mark.parametrize("role", ["gateway", "api", "worker"])
def test_each_role_runs_by_itself_and_stops_cleanly(role, environment, tmp_path):
    program = [sys.executable, "-m", "bartizan.cli.main"]
    subprocess.run([*program, "migrate"], env=environment, check=True, capture_output=True)
    process = subprocess.Popen([*program, role], env=environment, stderr=subprocess.PIPE)
    while process.poll() is None and not listens_to_signals(process):
        time.sleep(0.05)
    time.sleep(1)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors.decode()[-2000:]
    assert b"Traceback" not in errors
