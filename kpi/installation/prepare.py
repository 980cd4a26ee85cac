"""What a server does before it serves: an empty database is set up, an older one brought to the newest schema."""

import sys
from datetime import date

from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from kpi.access.actor import Refused
from kpi.audit.chain import Deed, append
from kpi.installation.demo import fill_demo
from kpi.installation.exclusive import alone, installed, kind_of
from kpi.installation.real import administrator_password, fill_real
from kpi.language.message import Message, say
from kpi.reform.indicators.definitions import lay_definitions
from kpi.storage.engine import is_embedded
from kpi.storage.migrate import configuration, newest_revision, revision_of, upgrade
from kpi.storage.unit_of_work import UnitOfWork


def prepare(engine: Engine) -> None:
    """Make the database ready to serve; safe to call from several processes at once, and again at every start.

    The embedded database, where empty, becomes the small demonstration. One chosen with DATABASE_URL becomes a real
    installation, whose one-time password is written to stderr once. What is there already is only migrated. A crash
    half-way leaves a database that counts as empty. Raises DataFaults where a data file is
    wrong, Refused where the database is newer than this program.
    """
    bring_up(engine)
    if installed(engine):
        return
    with alone(engine) as work:
        if kind_of(work.session):  # another process was faster
            return
        told = _demonstration(work) if is_embedded() else _real(work)
        work.commit()
    for message in told:
        print(message.in_("vi"), message.in_("en"), sep="\n", file=sys.stderr, flush=True)


def bring_up(engine: Engine) -> None:
    """Bring the schema to the newest revision. Raises Refused where a newer version of this program wrote it."""
    revision = revision_of(engine)
    if revision == newest_revision():
        return
    known = {script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()}
    if revision is not None and revision not in known:
        raise Refused(
            say(
                "The database was written by a newer version of this program (schema {revision}). "
                "Start that version, or restore a copy of the database made before it; nothing was changed.",
                revision=revision,
            )
        )
    upgrade(engine)
    _catch_up(engine)


def _catch_up(engine: Engine) -> None:
    """Give a database set up before there were indicators their definitions; an empty one gets them with the rest."""
    with UnitOfWork(engine) as work:
        if lay_definitions(work.session):
            append(work.session, Deed("system", "Hệ thống", "LayIndicators", "definitions of indicators"), work.changes)
            work.commit()


def _demonstration(work: UnitOfWork) -> list[Message]:
    fill_demo(work.session, "small", date.today())
    return [say("The embedded database is a demonstration; all its people are generated.")]


def _real(work: UnitOfWork) -> list[Message]:
    return [administrator_password(fill_real(work, date.today()))]
