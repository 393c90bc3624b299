"""Two thousand real messages, and a gateway and workers that are killed meanwhile.

Every message answered 250 is archived exactly once, and delivered or held; a second copy at the
next hop exists only where its answer was lost; the ledger verifies and the search is complete.
"""

import asyncio
import hashlib
import os
import random
import re
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from bartizan.archive.models import messages as archived_messages
from bartizan.mail.models import attempts, messages, quarantine
from bartizan.storage.database import Database

COUNT, CONNECTIONS, KILLS, LARGEST = 2000, 6, 8, 200_000
JOBS_AT_ONCE = 64  # of one worker, as the settings have it
_MARK = re.compile(rb"^X-Journey: (\d+)\r$", re.MULTILINE)


def real_messages(data: Path) -> list[bytes]:
    """Real mail of every folder, each made unique by a header, as a client would send it."""
    paths = sorted((data / "mail").glob("*/*.eml"))
    random.Random(COUNT).shuffle(paths)
    found: list[bytes] = []
    for path in paths:
        raw = re.sub(rb"^From .*\r?\n", b"", path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
        if len(raw) > LARGEST or re.search(rb"\r(?!\n)", raw):
            continue
        found.append(b"X-Journey: %d\r\n%s" % (len(found), re.sub(rb"\r?\n", b"\r\n", raw)))
        if len(found) == COUNT:
            break
    return found


@dataclass
class Sender:
    """A client that goes on until each of its messages was answered, whatever happens."""

    port: int
    acknowledged: dict[int, bytes] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)

    async def run(self, queue: asyncio.Queue[tuple[int, bytes]]) -> None:
        while not queue.empty():
            try:
                await self._session(queue)
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                await asyncio.sleep(0.1)

    async def _session(self, queue: asyncio.Queue[tuple[int, bytes]]) -> None:
        """Send over one connection until it breaks; what was not answered goes back."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            await self._reply(reader)
            await self._say(reader, writer, b"EHLO journey.example")
            while not queue.empty():
                number, content = queue.get_nowait()
                try:
                    await self._send(reader, writer, number, content)
                except BaseException:
                    queue.put_nowait((number, content))
                    raise
        finally:
            writer.close()

    async def _send(self, reader, writer, number: int, content: bytes) -> None:
        await self._say(reader, writer, b"MAIL FROM:<sender@journey.example> BODY=8BITMIME")
        await self._say(reader, writer, b"RCPT TO:<reader@inside.example>")
        await self._say(reader, writer, b"DATA")
        writer.write(re.sub(rb"^\.", b"..", content, flags=re.MULTILINE))
        writer.write(b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")
        answer = await self._reply(reader)
        if answer.startswith(b"250"):
            self.acknowledged[number] = content if content.endswith(b"\r\n") else content + b"\r\n"
        elif answer.startswith(b"5"):
            self.refused[number] = answer.decode()
        else:
            raise OSError(answer)

    async def _say(self, reader, writer, line: bytes) -> None:
        writer.write(line + b"\r\n")
        answer = await self._reply(reader)
        if answer[:1] not in b"23":
            raise OSError(answer)

    async def _reply(self, reader) -> bytes:
        async with asyncio.timeout(20):
            line = await reader.readuntil(b"\n")
            while line[3:4] == b"-":
                line = await reader.readuntil(b"\n")
        if line.startswith(b"421"):
            raise OSError(line)
        return line


async def kill_now_and_then(installation, sender: Sender) -> None:
    """Kill a gateway or a worker each time another share of the messages was answered."""
    chance = random.Random(KILLS)
    for kill in range(1, KILLS + 1):
        while len(sender.acknowledged) < kill * COUNT // (KILLS + 1):
            await asyncio.sleep(0.02)
        await asyncio.sleep(chance.uniform(0, 0.3))
        victims = installation.children("gateway" if kill % 3 == 0 else "worker")
        if victims:
            os.kill(chance.choice(victims), signal.SIGKILL)


async def send_all(installation, contents: list[bytes]) -> Sender:
    queue: asyncio.Queue[tuple[int, bytes]] = asyncio.Queue()
    for pair in enumerate(contents):
        queue.put_nowait(pair)
    sender = Sender(installation.smtp)
    async with asyncio.timeout(150), asyncio.TaskGroup() as tasks:
        tasks.create_task(kill_now_and_then(installation, sender))
        for _ in range(CONNECTIONS):
            tasks.create_task(sender.run(queue))
    return sender


def settle(installation) -> None:
    """Wait until nothing is under way any more."""

    def quiet() -> bool:
        overview = installation.ask("GET", "/api/v1/mail/overview?hours=24")
        completeness = installation.ask("GET", "/api/v1/archive/completeness")
        parts = {
            one["name"]: one["detail"] for one in installation.ask("GET", "/health/deep")["checks"]
        }
        worked_off = parts["queue"].startswith("0 to announce, 0 waiting, 0 running")
        sealed = parts["ledger"].startswith("0 entries wait")
        done = overview["waiting"] == 0 and overview["deferred"] == 0
        return done and worked_off and completeness["complete"] and sealed

    # Twice: a failed job waits a moment before it is due again, and is in no count meanwhile.
    installation.wait(quiet, 180)
    time.sleep(2.5)
    installation.wait(quiet, 180)


@dataclass(frozen=True)
class Stored:
    """What Bartizan knows afterwards, by the hash of the bytes or the id of the acceptance."""

    archived: Counter[str]
    accepted: dict[str, set[str]]
    held: set[str]
    unanswered: Counter[str]


async def read_stored(url: str) -> Stored:
    database = Database(url)
    unanswered = sa.select(attempts.c.message_id).where(attempts.c.outcome == "unknown")
    accepted: dict[str, set[str]] = {}
    async with database.reading() as connection:
        for digest, identifier in await connection.execute(
            sa.select(messages.c.sha256, messages.c.id)
        ):
            accepted.setdefault(digest, set()).add(identifier)
        stored = Stored(
            Counter(await connection.scalars(sa.select(archived_messages.c.sha256))),
            accepted,
            set(await connection.scalars(sa.select(quarantine.c.message_id))),
            Counter(await connection.scalars(unanswered)),
        )
    await database.close()
    return stored


def check(stored: Stored, sink, sender: Sender) -> None:
    with sink.lock:
        sunk = Counter(int(mark[1]) for one in sink.taken if (mark := _MARK.search(one.content)))
    assert stored.archived.keys() == stored.accepted.keys()
    for number, content in sender.acknowledged.items():
        digest = hashlib.sha256(content).hexdigest()
        assert stored.archived[digest] == 1, f"message {number}: {stored.archived[digest]} times"
        acceptances = stored.accepted[digest]
        is_held = acceptances <= stored.held
        assert is_held == (sunk[number] == 0), f"message {number} is lost or leaked"
        allowed = len(acceptances) + sum(stored.unanswered[one] for one in acceptances)
        assert sunk[number] <= allowed, f"message {number} came {sunk[number]} times"
    assert sunk.keys() <= sender.acknowledged.keys()
    assert stored.unanswered.total() <= KILLS * JOBS_AT_ONCE


async def journey(installation, sink, data: Path, url: str) -> None:
    contents = real_messages(data)
    assert len(contents) == COUNT
    await asyncio.to_thread(installation.start)
    sender = await send_all(installation, contents)
    assert len(sender.acknowledged) + len(sender.refused) == COUNT
    assert len(sender.acknowledged) > 0.95 * COUNT, Counter(sender.refused.values()).most_common(3)
    await asyncio.to_thread(settle, installation)
    check(await read_stored(url), sink, sender)
    verified = await asyncio.to_thread(installation.ask, "POST", "/api/v1/audit/verify")
    assert verified["ok"], verified
    assert verified["entries"] >= 2 * len(sender.acknowledged)
    assert await asyncio.to_thread(installation.stop) == 0


@pytest.mark.timeout(600)
async def test_on_sqlite(installation, sink, data):
    url = f"sqlite:///{installation.data / 'bartizan.sqlite'}"
    await journey(installation, sink, data, url)


@pytest.mark.timeout(600)
@pytest.mark.peer("initdb")
async def test_on_postgresql(installation, sink, data, empty_postgresql):
    installation.environment["BARTIZAN_STORAGE__DATABASE_URL"] = empty_postgresql
    await journey(installation, sink, data, empty_postgresql)
