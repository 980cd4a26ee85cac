"""The database the screens stand on."""

from sqlalchemy import Engine

from kpi.storage.engine import database_url, engine_for


def engine() -> Engine:
    """The process's one engine."""
    return engine_for(database_url())
