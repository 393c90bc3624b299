"""The API keeps to its own description: whatever is asked, nothing undocumented is answered.

Every operation of `/openapi.json` is asked generated questions, good and bad, of a real server:
once about things that do not exist, and once about things that do.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance"
)
#: The asker is in a hurry; how callers are slowed down is tested elsewhere.
SETTINGS = {"SERVER__REQUESTS_PER_SECOND": "100000", "SERVER__REQUESTS_BURST": "100000"}
#: Asking these at random would shut the asker out.
LEFT_OUT = r"^/api/v1/identity/(session|tokens|tokens/refresh|password)$"
EXAMPLES = 15


#: What schemathesis must be told: how a body that is a message is written.
HOOKS = """
import schemathesis

@schemathesis.serializer("message/rfc822")
def write_message(_context, value):
    return value if isinstance(value, bytes) else str(value).encode()
"""


@pytest.fixture(scope="module")
def seeded(shared_installation):
    """An installation with the shipped samples judged, archived and sealed, and an API key."""
    sent = shared_installation.command(
        "mail", "send", "--samples", "--server", f"127.0.0.1:{shared_installation.smtp}"
    )
    assert sent.returncode == 0, sent.stderr
    shared_installation.wait(
        lambda: shared_installation.ask("GET", "/api/v1/archive/completeness")["indexed"] == 12, 30
    )
    shared_installation.wait(lambda: shared_installation.answers("/api/v1/audit/entries/20"), 30)
    made = shared_installation.command(
        "identity", "key", "create", "--name", "c", "--role", "admin"
    )
    assert made.returncode == 0, made.stderr
    shared_installation.token = made.stdout.split()[-1]
    return shared_installation


def real_things(installation) -> str:
    """Say in schemathesis' own settings which ids exist."""
    message, *_ = installation.messages(state="held")
    archived, *_ = installation.ask("GET", "/api/v1/archive/search")["items"]
    known = {
        "/api/v1/mail/messages": ("identifier", message["id"]),
        "/api/v1/archive/messages": ("identifier", archived["id"]),
        "/api/v1/audit/entries": ("index", 3),
    }
    return "".join(
        f'[[operations]]\ninclude-path-regex = "^{prefix}/"\n'
        f'parameters = {{"path.{name}" = {value!r}}}\n'
        for prefix, (name, value) in known.items()
    )


@pytest.mark.parametrize("known", [False, True], ids=["unknown-ids", "known-ids"])
def test_nothing_undocumented_is_answered(seeded, tmp_path: Path, known):
    config = tmp_path / "schemathesis.toml"
    (tmp_path / "hooks.py").write_text(HOOKS)
    config.write_text(real_things(seeded) if known else "")
    program = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(config)]
    done = subprocess.run(
        [
            *program, "run", f"{seeded.url}/openapi.json",
            "--header", f"Authorization: Bearer {seeded.token}",
            "--checks", CHECKS, "--exclude-path-regex", LEFT_OUT,
            "--phases", "examples,coverage,fuzzing", "--max-examples", str(EXAMPLES),
            "--seed", "1", "--workers", "1", "--no-color", "--generation-database", "none",
        ],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path), "SCHEMATHESIS_HOOKS": "hooks"},
        capture_output=True, text=True, check=False, timeout=110,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
