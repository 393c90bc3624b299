"""How Alembic reaches the database: over the connection it is handed, in its transaction."""

from alembic import context

from bartizan.assembly import tables
from bartizan.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=tables.same_type,
    render_item=tables.render,
    transactional_ddl=True,
)
context.run_migrations()
