import asyncio
from contextlib import asynccontextmanager

import pytest
from click.testing import CliRunner

from bartizan.base.errors import InvalidError
from bartizan.mail.learning_commands import decisions, lists, report
from bartizan.mail.public import Disposition


@pytest.fixture
def run(world):
    """Return a function that runs a command over the test's installation, in its own loop."""

    @asynccontextmanager
    async def opening():
        await world.database.close()
        yield world
        await world.database.close()

    async def invoke(command, *arguments):
        await world.database.close()
        return await asyncio.to_thread(
            CliRunner().invoke, command, arguments, obj=opening, catch_exceptions=False
        )

    return invoke


async def test_messages_are_reported(world, run):
    held = await world.received(disposition=Disposition.HOLD)
    done = await run(report, "--as", "phish", "--note", "fake", held)
    assert (done.exit_code, done.stdout) == (0, f"{held}\trecorded\n")
    assert (await world.message(held))["label"] == "phish"
    missing = await run(report, "--as", "ham", held, "nothing")
    assert (missing.exit_code, missing.stdout.splitlines()[1]) == (1, "nothing\tnot_found")


async def test_lists_are_kept(run):
    made = await run(
        lists, "block", "Evil.test", "--for", "bob@example.org", "--reason", "noise",
        "--until", "2999-01-01",
    )  # fmt: skip
    words = made.stdout.rstrip("\n").split("\t")
    assert words[1:] == [
        "block", "evil.test", "bob@example.org", "2999-01-01T00:00:00+00:00", "noise",
    ]  # fmt: skip
    await run(lists, "allow", "partner.test", "--reason", "known")
    shown = await run(lists, "show")
    assert [line.split("\t")[1:5] for line in shown.stdout.splitlines()] == [
        ["allow", "partner.test", "everybody", "for good"], words[1:5],
    ]  # fmt: skip
    assert shown.stderr == "2 entries.\n"
    assert (await run(lists, "remove", "--reason", "sorry", words[0])).exit_code == 0
    assert (await run(lists, "show", "--query", "evil")).stdout == ""


async def test_an_entry_needs_a_reason_and_a_sender(run):
    assert (await run(lists, "allow", "partner.test")).exit_code == 2
    with pytest.raises(InvalidError):
        await run(lists, "allow", "not a sender", "--reason", "x")


async def test_decided_messages_are_written_to_folders(world, run, tmp_path):
    phish = await world.received(b"Subject: 1\r\n\r\n", disposition=Disposition.HOLD)
    spam = await world.received(b"Subject: 2\r\n\r\n", disposition=Disposition.HOLD)
    released = await world.received(b"Subject: 3\r\n\r\n", disposition=Disposition.HOLD)
    await run(report, "--as", "phish", phish)
    await run(report, "--as", "spam", spam)
    await world.mail.quarantine.release([released], world.alice, "known")
    done = await run(decisions, "export", str(tmp_path / "out"))
    assert done.stdout == "ham\t1\nphish\t1\nspam\t1\n"
    assert (tmp_path / "out" / "phish" / f"{phish}.eml").read_bytes() == b"Subject: 1\r\n\r\n"
    assert (tmp_path / "out" / "ham" / f"{released}.eml").read_bytes() == b"Subject: 3\r\n\r\n"
