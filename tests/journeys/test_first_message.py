"""The first message: from a client's hand to verdict, inbox, archive, proof and live events."""

import base64
import hashlib
import json
import re
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path

import pytest
from websockets.sync.client import connect

SAMPLES = resources.files("bartizan.mail.samples")
VERIFY = Path(str(resources.files("bartizan.audit") / "offline_verify.py"))
QUARANTINE = "/api/v1/mail/quarantine"

pytestmark = pytest.mark.peer("swaks")


def swaks(installation, sample: str, recipient: str) -> None:
    """Send a sample the way an administrator tries a server out."""
    subprocess.run(
        ["swaks", "--server", f"127.0.0.1:{installation.smtp}", "--from", "who@outside.example",
         "--to", recipient, "--data", f"@{SAMPLES / sample}", "--silent", "2"],
        check=True, timeout=30,
    )  # fmt: skip


def test_from_the_client_to_verdict_inbox_and_archive(installation, sink):
    installation.start()
    swaks(installation, "02-minutes.eml", "ada@inside.example")
    answered = time.monotonic()
    installation.wait(lambda: installation.messages(disposition="deliver"), 20)
    assert time.monotonic() - answered < 2
    [listed] = installation.messages()
    assert listed["recipients"] == ["ada@inside.example"]

    raw, headers = installation.download(f"/api/v1/mail/messages/{listed['id']}/raw")
    assert hashlib.sha256(raw).hexdigest() == listed["sha256"]
    assert headers["Content-Type"] == "message/rfc822"
    assert b"Minutes of Tuesday" in raw

    installation.wait(lambda: sink.taken, 20)
    [sunk] = sink.taken
    assert sunk.recipients == ("ada@inside.example",)
    assert sunk.content.endswith(raw), "what goes on is what came in, below our own headers"
    assert b"\r\nX-Bartizan-Verdict: deliver; score=" in b"\r\n" + sunk.content

    search = "/api/v1/archive/search?query=minutes"
    installation.wait(lambda: installation.ask("GET", search)["items"], 20)
    [found] = installation.ask("GET", search)["items"]
    assert found["sha256"] == listed["sha256"]
    kept, _ = installation.download(f"/api/v1/archive/messages/{found['id']}/raw")
    assert kept == raw


def test_held_mail_is_explained_and_released_once(installation, sink):
    installation.start()
    swaks(installation, "08-credential-form.eml", "ada@inside.example")
    held = installation.settled()
    assert (held["state"], held["disposition"]) == ("held", "hold")
    detail = installation.ask("GET", f"/api/v1/mail/messages/{held['id']}")
    reason = detail["verdict"]["reasons"][0]
    assert reason["id"] == "credential_form"
    assert "mailbox-quota.example" in reason["sentence"]
    assert [one["id"] for one in installation.ask("GET", QUARANTINE)["items"]] == [held["id"]]
    assert sink.taken == []

    wish = {"ids": [held["id"]], "reason": "the quota service is ours"}
    outcomes = []
    for _ in range(2):
        answer = installation.ask("POST", f"{QUARANTINE}/release", wish)
        outcomes += [one["outcome"] for one in answer["results"]]
    assert outcomes == ["released", "already_released"]
    installation.wait(lambda: sink.taken, 20)
    installation.wait(lambda: installation.messages()[0]["state"] == "delivered", 20)
    assert installation.ask("GET", QUARANTINE)["items"] == []
    assert len(sink.taken) == 1
    timeline = installation.ask("GET", f"/api/v1/mail/messages/{held['id']}")["timeline"]
    assert "the quota service is ours" in json.dumps(timeline)


def test_its_archiving_is_proved_without_bartizan(installation, tmp_path):
    installation.start()
    swaks(installation, "01-receipt.eml", "ada@inside.example")
    search = "/api/v1/archive/search?query=receipt"
    installation.wait(lambda: installation.ask("GET", search)["items"], 20)
    [found] = installation.ask("GET", search)["items"]
    prove = f"/api/v1/archive/messages/{found['id']}/proof"
    installation.wait(lambda: installation.answers(prove), 20)
    proof = tmp_path / "proof"
    proof.write_text(installation.ask("GET", prove)["proof"])
    key = installation.command("audit", "key").stdout.strip()
    done = verify(proof, key)
    assert done.returncode == 0, done.stderr
    assert found["sha256"] in done.stdout + proof.read_text()

    bundle = tmp_path / "bundle.json"
    index = installation.ask("GET", prove)["index"]
    made = installation.command("audit", "prove", str(index), "-o", str(bundle))
    assert made.returncode == 0, made.stderr
    assert verify(bundle, key).returncode == 0
    bundle.write_text(falsified(bundle.read_text(), found["sha256"]))
    assert verify(bundle, key).returncode == 1, "a proof of other bytes must not hold"


def falsified(bundle: str, digest: str) -> str:
    """Let the sealed entry in a bundle name other bytes."""
    [encoded] = re.findall(r"extra ([^\\]+)", bundle)
    entry = base64.b64decode(encoded).decode()
    assert digest in entry
    return bundle.replace(
        encoded, base64.b64encode(entry.replace(digest, "0" * 64).encode()).decode()
    )


def verify(proof: Path, key: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(VERIFY), str(proof), "--key", key],
        capture_output=True, text=True, check=False, timeout=30, cwd=proof.parent,
    )  # fmt: skip


def test_live_events_tell_of_it_and_resume_where_the_listener_left(installation):
    installation.start()
    seen = listen(installation, after=None, until="mail.message.delivered", send="02-minutes.eml")
    topics = [event["topic"] for event in seen]
    assert topics[:2] == ["mail.message.accepted", "mail.message.judged"]
    swaks(installation, "08-credential-form.eml", "ada@inside.example")
    installation.settled(disposition="hold")
    missed = listen(installation, after=seen[-1]["sequence"], until="mail.message.held")
    assert missed[0]["sequence"] > seen[-1]["sequence"]
    assert [event["topic"] for event in missed][-2:] == ["mail.message.judged", "mail.message.held"]
    assert missed[-1]["payload"]["disposition"] == "hold"


def listen(installation, *, after: int | None, until: str, send: str = "") -> list[dict]:
    """Return the events of mail from a sequence on, up to the first of a topic."""
    headers = {"Authorization": f"Bearer {installation.token}"}
    wish = {"type": "subscribe", "topics": ["mail.message.*"], "after": after}
    seen = []
    with connect(f"ws://127.0.0.1:{installation.http}/ws", additional_headers=headers) as socket:
        socket.send(json.dumps(wish))
        assert json.loads(socket.recv(10))["type"] == "subscribed"
        if send:
            swaks(installation, send, "ada@inside.example")
        while not seen or seen[-1]["topic"] != until:
            frame = json.loads(socket.recv(20))
            assert frame["type"] == "event"
            seen.append(frame)
    return seen
