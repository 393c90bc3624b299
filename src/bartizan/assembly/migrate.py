"""Brings a database to the schema of this version (Alembic)."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bartizan.base.errors import BartizanError
from bartizan.storage.database import Database, lock

_SCRIPTS = Path(__file__).parent / "migrations"


class SchemaError(BartizanError):
    """The database's schema is not the one this version works with."""

    code = "schema"
    status = 503
    title = "The database needs another version"


def alembic_config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration, bound to `connection` when one is given."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    return config


async def migrate(database: Database) -> None:
    """Upgrade to the newest schema; processes that start together wait for each other.

    Raises:
        SchemaError: the database was written by a newer version.
    """
    async with database.transaction() as connection:
        await lock(connection, "assembly.migrate")
        await connection.run_sync(_upgrade)


async def check_schema(database: Database) -> str:
    """Return the revision in force.

    Raises:
        SchemaError: it is not the one this version works with.
    """
    async with database.reading() as connection:
        found = await connection.run_sync(_revision)
    wanted = newest_revision()
    if found != wanted:
        raise SchemaError(
            f"The schema is at {found or 'nothing'}, this version needs {wanted}: "
            "run `bartizan migrate`."
        )
    return wanted


def newest_revision() -> str:
    """Return the revision this version works with."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if head is None:  # pragma: no cover - the package ships at least one revision
        raise SchemaError("This installation carries no migrations; install it again.")
    return head


def _upgrade(connection: Connection) -> None:
    known = {step.revision for step in ScriptDirectory(str(_SCRIPTS)).walk_revisions()}
    found = _revision(connection)
    if found is not None and found not in known:
        raise SchemaError(
            f"The database is at {found}, which this version does not know: "
            "install the version that wrote it, or a newer one."
        )
    command.upgrade(alembic_config(connection), "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
