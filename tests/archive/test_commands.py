import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from bartizan.archive.commands import archive, printable
from bartizan.audit.public import EntryFilter
from bartizan.base.errors import BartizanError


@pytest.fixture
def invoke(installation):
    """Run a command in a thread, as the program would: it brings an event loop of its own."""

    @asynccontextmanager
    async def opener():
        await installation.database.engine.dispose()
        try:
            yield SimpleNamespace(archive=installation.archive)
        finally:
            await installation.database.engine.dispose()

    async def run(*arguments):
        await installation.database.engine.dispose()
        return await asyncio.to_thread(
            CliRunner().invoke, archive, [str(word) for word in arguments], obj=opener
        )

    return run


async def test_search_prints_hits_and_how_the_query_was_read(installation, invoke):
    identifier = await installation.keep(installation.letter("A \x1b[31mred\x07 invoice"))
    await installation.index_all()
    result = await invoke("search", "from:alice", "invoice")
    assert result.exit_code == 0
    line = result.stdout.splitlines()[0].split("\t")
    assert line[:3] == [identifier, "2026-01-01 00:00", "alice@example.com"]
    assert "\x1b" not in result.stdout
    assert "“alice” in the sender" in result.stderr
    assert "1 found" in result.stderr


async def test_a_malformed_query_is_refused(invoke):
    result = await invoke("search", "(")
    assert isinstance(result.exception, BartizanError)


async def test_a_minus_is_the_querys_not_an_option(installation, invoke):
    await installation.keep(installation.letter("Draft"))
    await installation.keep(installation.letter("Final"))
    await installation.index_all()
    result = await invoke("search", "-draft", "--limit", "5")
    assert result.stdout.count("\n") == 1
    assert "Final" in result.stdout


async def test_get_writes_exact_bytes_and_is_recorded(installation, invoke, tmp_path):
    raw = installation.letter() + b"\x00\xff"
    identifier = await installation.keep(raw)
    file = tmp_path / "letter.eml"
    result = await invoke("get", identifier, "-o", file, "--reason", "case 7")
    assert result.exit_code == 0
    assert file.read_bytes() == raw
    await installation.ledger.seal()
    (entry,) = (
        await installation.ledger.find(EntryFilter(action="archive:message:export"))
    ).entries
    assert entry.actor.id.startswith("cli:")
    assert entry.reason == "case 7"


async def test_get_of_nothing_leaves_no_file(invoke, tmp_path):
    file = tmp_path / "letter.eml"
    result = await invoke("get", "0" * 64, "-o", file)
    assert isinstance(result.exception, BartizanError)
    assert not file.exists()


async def test_completeness_says_by_its_exit_code_what_it_found(installation, invoke):
    identifier = await installation.keep(installation.letter())
    result = await invoke("completeness")
    assert result.exit_code == 3
    assert f"missing\t{identifier}" in result.stdout
    await installation.index_all()
    result = await invoke("completeness")
    assert (result.exit_code, result.stdout) == (0, "1 archived, 1 searchable.\n")


async def test_rebuilding_makes_the_index_anew(installation, invoke):
    await installation.keep(installation.letter())
    result = await invoke("rebuild-index")
    assert result.exit_code == 0
    assert result.stdout.endswith("1 messages are searchable.\n")


def test_what_a_stranger_wrote_cannot_steer_the_terminal():
    assert printable("a\x1b]0;x\x07\u202eb ü") == "a\ufffd]0;x\ufffd\ufffdb ü"
