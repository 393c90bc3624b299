"""The console in a real browser: people's journeys, accessibility, no request to anybody else."""

import os
import subprocess
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


FEEDBACK = ROOT / "tests" / "mail" / "feedback"


def seed(installation):
    """Let people have decided, listed a sender, and got the reports of others."""
    say = partial(installation.ask, "POST")
    messages = installation.messages(page_size="100")
    held = [one["id"] for one in messages if one["state"] == "held"]
    good = [one["id"] for one in messages if one["disposition"] == "deliver"]
    say("/api/v1/mail/messages/report", {"ids": held[3:], "verdict": "phish", "note": "By phone"})
    say("/api/v1/mail/messages/report", {"ids": good[2:], "verdict": "ham"})
    entry = {"kind": "block", "pattern": "shop.example", "reason": "Asked twice to stop"}
    say("/api/v1/mail/lists", entry)
    reports = [str(FEEDBACK / name) for name in ("aggregate.xml", "failure.eml", "tls.json")]
    kept = installation.command("mail", "feedback", "import", *reports)
    assert kept.returncode == 0, kept.stderr


@pytest.mark.timeout(400)
@pytest.mark.peer("chromium")
@pytest.mark.peer("npm")
def test_people_find_their_way(installation):
    built = ROOT / "src" / "bartizan" / "console" / "dist" / "index.html"
    assert built.is_file(), "run `make console`"
    installation.start()
    for _ in range(3):
        sent = installation.command(
            "mail", "send", "--samples", "--server", f"127.0.0.1:{installation.smtp}"
        )
        assert sent.returncode == 0, sent.stderr
    installation.wait(
        lambda: (
            installation.ask("GET", "/api/v1/archive/completeness")["indexed"] >= 12
            and installation.ask("GET", "/api/v1/mail/overview?hours=24")["waiting"] == 0
        )
    )
    seed(installation)
    password = installation.environment["BARTIZAN_IDENTITY__ADMIN_PASSWORD"]
    told = {"BASE_URL": installation.url, "USERNAME": "admin", "PASSWORD": password}
    done = subprocess.run(
        ["npm", "run", "--silent", "e2e"],
        cwd=ROOT / "web", env=os.environ | told,
        capture_output=True, text=True, check=False, timeout=360,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
