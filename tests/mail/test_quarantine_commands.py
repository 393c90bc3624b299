import asyncio
from contextlib import asynccontextmanager

import pytest
from click.testing import CliRunner

from bartizan.mail.public import Disposition
from bartizan.mail.quarantine_commands import quarantine


@pytest.fixture
def run(world):
    """Return a function that runs a command over the test's installation, in its own loop."""

    @asynccontextmanager
    async def opening():
        await world.database.close()
        yield world
        await world.database.close()

    async def invoke(*arguments):
        await world.database.close()
        return await asyncio.to_thread(
            CliRunner().invoke, quarantine, arguments, obj=opening, catch_exceptions=False
        )

    return invoke


async def test_held_mail_is_listed_on_a_line_each(world, run):
    raw = b"Subject: tab\there \x1b[2J\r\n\r\n"
    identifier = await world.received(raw, disposition=Disposition.HOLD)
    await world.received()
    done = await run("list")
    [line] = done.stdout.splitlines()
    assert line.split("\t")[:3] == [identifier, "91", "alice@example.com"]
    assert "\x1b" not in line
    assert len(line.split("\t")) == 5
    assert done.stderr == "1 held.\n"
    assert (await run("list", "--query", "nothing")).stdout == ""


async def test_a_release_needs_a_reason_and_happens_once(world, run):
    identifier = await world.received(disposition=Disposition.HOLD)
    assert (await run("release", identifier)).exit_code == 2
    first = await run("release", "--reason", "known", identifier)
    assert (first.exit_code, first.stdout.split("\t")[1]) == (0, "released")
    again = await run("release", "--reason", "known", identifier)
    assert (again.exit_code, again.stdout.split("\t")[1]) == (0, "already_released")
    assert (await world.held(identifier))["resolution"] == "known"


async def test_an_unknown_message_is_an_error(run):
    done = await run("release", "--reason", "x", "nothing")
    assert done.exit_code == 1
    assert "There is no such message." in done.stdout
