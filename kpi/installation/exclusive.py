"""Setting a database up alone: whoever comes second waits, and then finds it done."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from kpi.access.actor import Refused
from kpi.language.message import say
from kpi.storage.tables import Installation
from kpi.storage.unit_of_work import UnitOfWork, reading

ADVISORY_LOCK = 335_2026
PATIENCE = 20  # times the database's own wait of 30 seconds: a whole province takes minutes


@contextmanager
def alone(engine: Engine) -> Iterator[UnitOfWork]:
    """A unit of work that no other process sets the database up beside. Nothing lasts without its `commit`."""
    with UnitOfWork(engine) as work:
        if engine.dialect.name == "postgresql":
            work.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        else:
            _wait_for_writers(work.session)
        yield work


def _wait_for_writers(session: Session) -> None:
    for turn in range(PATIENCE):
        try:
            session.connection()
        except OperationalError as error:
            if "locked" not in str(error) or turn == PATIENCE - 1:
                raise
            session.rollback()
        else:
            return


def kind_of(session: Session) -> str | None:
    """ "demo" or "real"; None while nothing was set up."""
    return session.scalars(select(Installation.kind)).one_or_none()


def installed(engine: Engine) -> str | None:
    """The same, read by itself, from a database that has its tables."""
    with reading(engine) as session:
        return kind_of(session)


def refuse_installed(session: Session) -> None:
    """Raise `Refused` where something was set up before."""
    if kind := kind_of(session):
        raise Refused(
            say(
                "This database is already set up ({kind}); nothing was changed. "
                "To begin anew, choose an empty database with DATABASE_URL, or move the old one away first.",
                kind=KINDS[kind],
            )
        )


KINDS = {"demo": say("a demonstration"), "real": say("a real province")}
