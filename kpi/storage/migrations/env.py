"""Alembic's entry: the engine is handed over by `kpi.storage.migrate`, or opened for a developer's command."""

from alembic import context
from sqlalchemy.engine import Connection

from kpi.storage.engine import database_url, engine_for
from kpi.storage.tables import Base


def run() -> None:
    """Run the migrations on the connection given, else on `DATABASE_URL`."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    with engine_for(database_url()).connect() as opened:
        _migrate(opened)


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


run()
