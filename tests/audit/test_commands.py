import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from bartizan.audit.commands import audit
from bartizan.audit.ledger import Ledger
from bartizan.audit.notes import open_note
from bartizan.audit.offline_verify import Key, verify_file
from bartizan.audit.proofs import read_proof
from bartizan.base.errors import BartizanError
from bartizan.storage.database import Database
from bartizan.storage.schema import metadata


@pytest.fixture
def opens(tmp_path, signer, clock):
    """What the command line puts on `ctx.obj`, for a ledger in a file."""

    @asynccontextmanager
    async def open_services():
        database = Database(f"sqlite:///{tmp_path / 'cli.sqlite'}")
        async with database.transaction() as connection:
            await connection.run_sync(metadata.create_all)
        try:
            yield SimpleNamespace(ledger=Ledger(database, signer, clock), database=database)
        finally:
            await database.close()

    return open_services


@pytest.fixture
def filled(opens, entry):
    async def fill():
        async with opens() as services:
            await services.ledger.append(
                [
                    entry("m1", reason="[red]x\x1b[2J", private={"address": "a@b"}),
                    entry("m2", action="archive:message:export"),
                ]
            )
            return (await services.ledger.entry(1)).id

    return asyncio.run(fill())


@pytest.fixture
def run(opens):
    def invoke(*arguments):
        return CliRunner().invoke(audit, arguments, obj=opens, terminal_width=200)

    return invoke


def test_a_whole_ledger_verifies(filled, run):
    result = run("verify")
    assert result.exit_code == 0
    assert "The ledger is whole: 2 entries" in result.stdout


def test_a_broken_ledger_is_named_and_fails(filled, run, opens):
    async def spoil():
        async with opens() as services, services.database.transaction() as connection:
            await connection.exec_driver_sql("UPDATE audit_entries SET object='x' WHERE id>''")

    asyncio.run(spoil())
    result = run("verify")
    assert result.exit_code == 1
    assert "from entry 0 on" in result.stdout


def test_verify_against_a_checkpoint_kept_elsewhere(filled, run, tmp_path, signer):
    kept = tmp_path / "kept"
    kept.write_text(run("checkpoint").stdout)
    assert open_note(kept.read_text(), [signer.verifier]).split("\n")[1] == "2"
    assert run("verify", "--checkpoint", str(kept)).exit_code == 0


def test_a_proof_is_a_bundle_that_verifies_offline(filled, run, tmp_path):
    key = Key(run("key").stdout)
    target = tmp_path / "bundle.json"
    assert run("prove", filled, "-o", str(target)).exit_code == 0
    [(sealed, private)] = verify_file(target.read_text(), key)
    assert (sealed["index"], sealed["entry"]["object"], private) == (1, "m2", {})
    [(_, private)] = verify_file(run("prove", "0", "--private").stdout, key)
    assert private["address"]["value"] == "a@b"
    [(_, private)] = verify_file(run("prove", "0").stdout, key)
    assert private == {}


def test_a_proof_as_text(filled, run):
    text = run("prove", "1", "--text").stdout
    assert read_proof(text).index == 1


def test_proving_what_is_not_there_raises_a_coded_error(filled, run):
    result = run("prove", "nothing")
    assert isinstance(result.exception, BartizanError)
    assert result.exception.code == "audit-entry-not-found"


def test_entries_are_listed_and_never_drive_the_terminal(filled, run):
    result = run("list")
    assert result.stdout.index("m2") < result.stdout.index("m1")
    assert "\x1b" not in result.stdout
    assert "[red]x" in result.stdout
    assert "m1" not in run("list", "--action", "archive:").stdout
    assert "m2" not in run("list", "--object", "m1", "-n", "1").stdout
